"""What PostgreSQL's errors stand for."""

from __future__ import annotations

import errno
import os

import pytest

from descriptor_limit import exhausted
from django_health.databases.postgresql.errors import (
    ConnectionLost,
    connection_failure,
    failure_from_sqlstate,
    failure_from_text,
)
from django_health.descriptors import lack
from django_health.result import Reason

AT = 'connection to server at "10.0.0.1", port 5432 failed: '


@pytest.mark.parametrize(
    ("sqlstate", "reason"),
    [
        ("28P01", Reason.AUTH),
        ("28000", Reason.AUTH),
        ("3D000", Reason.MISCONFIGURED),
        ("53300", Reason.TOO_MANY_CONNECTIONS),
        ("53200", Reason.UNAVAILABLE),
        ("57P01", Reason.UNAVAILABLE),
        ("57P03", Reason.UNAVAILABLE),
        ("57014", Reason.TIMEOUT),
        ("55P03", Reason.TIMEOUT),
        ("42501", Reason.PERMISSION),
        ("25006", Reason.READ_ONLY),
        ("08006", Reason.UNAVAILABLE),
        ("42P01", Reason.MISCONFIGURED),
        ("P0001", Reason.WRONG_ANSWER),
    ],
)
def test_an_sqlstate_has_a_reason(sqlstate: str, reason: Reason) -> None:
    """Each SQLSTATE stands for one reason and is named in the message."""
    failure = failure_from_sqlstate(sqlstate)

    assert failure.reason is reason
    assert sqlstate in str(failure)


def test_what_is_no_sqlstate_is_not_shown() -> None:
    """A server cannot put text into messages by way of the code."""
    assert "canary" not in str(failure_from_sqlstate("canary password"))


def test_the_kind_of_failure_can_be_chosen() -> None:
    """A lost connection keeps the reason that the server gave."""
    assert isinstance(failure_from_sqlstate("57P01", ConnectionLost), ConnectionLost)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (AT + "Connection refused\n\tIs the server running on that host?", Reason.REFUSED),
        (
            'connection to server on socket "/run/.s.PGSQL.5432" failed: No such file or directory',
            Reason.REFUSED,
        ),
        (AT + "server does not support SSL, but SSL was required", Reason.TLS),
        (AT + "SSL error: certificate verify failed", Reason.TLS),
        (AT + 'root certificate file "/x/root.crt" does not exist', Reason.TLS),
        ('could not translate host name "x" to address: Name or service not known', Reason.DNS),
        ("[Errno -2] Name or service not known", Reason.DNS),
        (AT + "fe_sendauth: no password supplied", Reason.AUTH),
        (AT + 'FATAL:  password authentication failed for user "x"', Reason.AUTH),
        (AT + 'FATAL:  no pg_hba.conf entry for host "10.0.0.1", user "x"', Reason.AUTH),
        (AT + "FATAL:  sorry, too many clients already", Reason.TOO_MANY_CONNECTIONS),
        (
            AT + "FATAL:  remaining connection slots are reserved for roles with the SUPERUSER "
            "attribute",
            Reason.TOO_MANY_CONNECTIONS,
        ),
        (
            AT + "FATAL:  no more connections allowed (max_client_conn)",
            Reason.TOO_MANY_CONNECTIONS,
        ),
        (AT + 'FATAL:  database "x" does not exist', Reason.MISCONFIGURED),
        ('definition of service "x" not found', Reason.MISCONFIGURED),
        ('invalid sslmode value: "x"', Reason.MISCONFIGURED),
        (AT + "FATAL:  the database system is starting up", Reason.UNAVAILABLE),
        (AT + "FATAL:  the database system is not accepting connections", Reason.UNAVAILABLE),
        (AT + "session is read-only", Reason.READ_ONLY),
        (AT + "received invalid response to SSL negotiation: H", Reason.WRONG_ANSWER),
        (AT + "Connection timed out", Reason.TIMEOUT),
        (AT + "Permission denied", Reason.PERMISSION),
        (AT + "No route to host", Reason.UNAVAILABLE),
    ],
)
def test_a_text_has_a_reason(text: str, reason: Reason) -> None:
    """Texts of libpq and of the server are told apart, and never repeated."""
    failure = failure_from_text(text)

    assert failure.reason is reason
    assert "10.0.0.1" not in str(failure)


def error_response(sqlstate: str) -> bytes:
    """The server's message for an error in German."""
    fields = b"SFATAL\0VFATAL\0C" + sqlstate.encode() + b"\0MPasswort falsch\0\0"
    return b"E" + (len(fields) + 4).to_bytes(4) + fields


def test_an_sqlstate_from_the_wire_is_surer_than_text() -> None:
    """A server that speaks another language is understood by its code."""
    received = b"R\0\0\0\x08\0\0\0\0" + error_response("28P01")

    assert connection_failure(AT + "FATAL:  Passwort falsch", received).reason is Reason.AUTH


def test_the_codes_of_poolers_are_not_trusted() -> None:
    """PgBouncer has one code for all errors, so its text decides."""
    failure = connection_failure("FATAL:  no such user: x", error_response("08P01"))

    assert failure.reason is Reason.AUTH


@pytest.mark.parametrize("received", [b"", b"E", b"E\0\0\0\0\0", b"\x15\x03\x03\0\x02", b"S"])
def test_what_is_no_message_is_no_code(received: bytes) -> None:
    """Encrypted, cut or strange bytes leave the text to decide."""
    assert connection_failure("Connection refused", received).reason is Reason.REFUSED


@pytest.mark.parametrize("text", ["could not create socket: {}", "failed to resolve host 'a': {}"])
@pytest.mark.parametrize("number", [errno.EMFILE, errno.ENFILE])
def test_the_lack_of_a_descriptor_is_told_by_the_text(text: str, number: int) -> None:
    """It is no matter of the server, nor of its name."""
    failure = failure_from_text(text.format(os.strerror(number)))

    assert (failure.reason, str(failure)) == (Reason.INTERNAL, lack(number))


def test_the_lack_of_a_descriptor_is_found_where_libpq_says_nothing() -> None:
    """But what it does say is so."""
    with exhausted(os.getpid()):
        said = failure_from_text("FATAL: the database system is starting up").reason
        assert failure_from_text("no error details available").reason is Reason.INTERNAL
    assert said is Reason.UNAVAILABLE
    assert failure_from_text("no error details available").reason is Reason.UNAVAILABLE


def test_a_service_file_that_cannot_be_opened_is_not_missing() -> None:
    """Libpq says so of both."""
    text = 'definition of service "shop" not found'
    with exhausted(os.getpid()):
        assert failure_from_text(text).reason is Reason.INTERNAL
    assert failure_from_text(text).reason is Reason.MISCONFIGURED
