"""What errors of sockets, names and TLS stand for."""

from __future__ import annotations

import errno
import socket
import ssl
from typing import Any

import pytest

from django_health.failure import SENTENCES, CheckFailed
from django_health.network.failures import EXPLAINED, failure_of
from django_health.result import Reason
from endpoint_listeners import CANARY


def untrusted(code: int) -> ssl.SSLCertVerificationError:
    """A certificate that OpenSSL does not trust."""
    error: Any = ssl.SSLCertVerificationError(1, CANARY)
    error.verify_code = code
    return error  # type: ignore[no-any-return]


def broken(reason: str | None) -> ssl.SSLError:
    """An error of TLS, by OpenSSL's name."""
    error: Any = ssl.SSLError(1, CANARY)
    error.reason = reason
    return error  # type: ignore[no-any-return]


@pytest.mark.parametrize(
    ("error", "reason", "sentence"),
    [
        (untrusted(10), Reason.TLS, "a certificate of the server has expired"),
        (untrusted(62), Reason.TLS, "the server's certificate is for another name"),
        (untrusted(99), Reason.TLS, "the server's certificate is not trusted"),
        (broken("WRONG_VERSION_NUMBER"), Reason.TLS, "the server answers without TLS"),
        (broken("SOMETHING"), Reason.TLS, SENTENCES[Reason.TLS]),
        (broken(None), Reason.TLS, SENTENCES[Reason.TLS]),
        (ssl.SSLEOFError(8, CANARY), Reason.TLS, "the server ended the TLS handshake"),
        (ConnectionResetError(errno.ECONNRESET, CANARY), Reason.UNAVAILABLE, "the server closed"),
        (EOFError(CANARY), Reason.UNAVAILABLE, "the server closed the connection"),
        (ConnectionRefusedError(errno.ECONNREFUSED, CANARY), Reason.REFUSED, "the connection was"),
        (TimeoutError(CANARY), Reason.TIMEOUT, "no answer in time"),
        (socket.gaierror(-2, CANARY), Reason.DNS, "the host name does not resolve"),
        (OSError(errno.ENETUNREACH, CANARY), Reason.UNAVAILABLE, SENTENCES[Reason.UNAVAILABLE]),
    ],
)
def test_an_error_has_a_reason(error: Exception, reason: Reason, sentence: str) -> None:
    """And a sentence of our own, which repeats none of its text."""
    failure = failure_of(error)
    assert failure.reason is reason
    assert str(failure).startswith(sentence)
    assert CANARY not in f"{failure!r}"


def test_a_failure_stays_itself() -> None:
    """It is explained already."""
    failure = CheckFailed(Reason.AUTH)
    assert isinstance(failure, EXPLAINED)
    assert failure_of(failure) is failure
