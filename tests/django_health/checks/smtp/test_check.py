"""Mail servers that serve, and those that refuse, hang or talk nonsense."""

from __future__ import annotations

import itertools
import socket
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from django_health.checks.smtp.check import SmtpCheck
from django_health.result import Reason, Status
from django_health.settings.declarations import SmtpServer
from endpoint_listeners import (
    CANARY,
    MARGIN,
    Certified,
    TalkListener,
    certified,
    dripping,
    ends_at_once,
    failed,
    figures,
    leaving_nothing_open,
    silent_at_first,
    succeeded,
    timed_failure,
)
from live_servers import SilentListener, free_port
from mail_server import USER, MailServer, mail_settings

CONNECT, SESSION = "django_health_smtp_connect_seconds", "django_health_smtp_session_seconds"
EXPIRY = "django_health_smtp_certificate_expiry_timestamp_seconds"
HELLO = b"250-mail\r\n250-STARTTLS\r\n250 AUTH PLAIN LOGIN CRAM-MD5\r\n"


def smtp_check(
    port: int, trusted: Mapping[str, Any] | None = None, *, timeout: float = 5.0, **more: Any
) -> SmtpCheck:
    """A check of a mail server on loopback."""
    server = SmtpServer(**{"host": "localhost", "port": port, **(trusted or {}), **more})
    return SmtpCheck("name", server, timeout)


def secured(security: str, certificate: Certified) -> MailServer:
    """A server that encrypts in one of the two ways."""
    if security == "tls":
        return MailServer(tls=certificate.context)
    return MailServer(starttls=certificate.context)


def scripted(*answers: bytes) -> Callable[[socket.socket], None]:
    """Say the first answer, and each other one after a word of the client; then hear on."""

    def talk(connection: socket.socket) -> None:
        for answer in answers:
            connection.sendall(answer)
            if not connection.recv(65536):
                return
        connection.recv(1)

    return talk


def test_a_server_that_serves_is_well() -> None:
    """It is greeted and left, and gets no mail."""
    with MailServer() as server:
        outcome = succeeded(smtp_check(server.port))
        assert server.commands == ["EHLO", "NOOP", "QUIT"]
        assert server.names == {"[127.0.0.1]"}
    assert outcome.status is Status.OK
    assert figures(outcome).keys() == {CONNECT, SESSION}
    assert outcome.details.keys() == {"connect_seconds", "session_seconds"}


@pytest.mark.parametrize("security", ["starttls", "tls"])
def test_the_end_of_a_certificate_is_told(tmp_path: Path, security: str) -> None:
    """On connections that are encrypted at once and on those that become so."""
    certificate = certified(tmp_path)
    with secured(security, certificate) as server:
        trusted = {"security": security, "ca_file": certificate.authority}
        outcome = succeeded(smtp_check(server.port, trusted))
    assert figures(outcome)[EXPIRY] == certificate.expires.timestamp()
    assert outcome.details["certificate_expires"] == certificate.expires.isoformat()


@pytest.mark.parametrize("security", ["starttls", "tls"])
def test_the_end_of_a_certificate_is_told_after_it(tmp_path: Path, security: str) -> None:
    """The check fails, and sends no password."""
    certificate = certified(tmp_path, days=-3)
    with secured(security, certificate) as server:
        trusted = {"security": security, "ca_file": certificate.authority}
        failure = failed(smtp_check(server.port, trusted, user=USER, password=CANARY))
        assert "AUTH" not in server.commands
    assert failure.reason is Reason.TLS
    assert str(failure) == "a certificate of the server has expired"
    assert figures(failure) == {EXPIRY: certificate.expires.timestamp()}


def test_a_login_is_tried(tmp_path: Path) -> None:
    """With a password, or with the file that holds it, which may be replaced."""
    file = tmp_path / "password"
    with MailServer(CANARY) as server:
        succeeded(smtp_check(server.port, user=USER, password=CANARY))
        check = smtp_check(server.port, user=USER, password_file=str(file))
        failure = failed(check)
        assert failure.reason is Reason.MISCONFIGURED
        assert str(failure).startswith("smtp.name.password_file names a file that cannot be read")
        file.write_text(f"not {CANARY}\n")
        failure = failed(check)
        assert failure.reason is Reason.AUTH
        assert "535: which is not the right user name or password" in str(failure)
        file.write_text(f"{CANARY}\n")
        succeeded(check)


def test_a_login_that_is_not_offered_fails() -> None:
    """As before STARTTLS with most servers."""
    with MailServer(CANARY, auth_needs_tls=True) as server:
        failure = failed(smtp_check(server.port, user=USER, password=CANARY))
    assert failure.reason is Reason.AUTH
    assert "offers no way of logging in" in str(failure)


def test_starttls_that_is_not_offered_fails() -> None:
    """The check does not go on in plain."""
    with MailServer() as server:
        failure = failed(smtp_check(server.port, security="starttls"))
        assert server.commands == ["EHLO"]
    assert (failure.reason, str(failure)) == (Reason.TLS, "the server does not offer STARTTLS")


GREETING, NO = b"220 mail\r\n", b"550 no\r\n"


@pytest.mark.parametrize(
    ("answers", "reason", "sentence"),
    [
        ([b"SSH-2.0-OpenSSH\r\n"], Reason.WRONG_ANSWER, "does not speak SMTP"),
        ([b"HTTP/1.1 400 Bad\r\n"], Reason.WRONG_ANSWER, "does not speak SMTP"),
        ([b"\xff\xfe\r\n"], Reason.WRONG_ANSWER, "does not speak SMTP"),
        ([b"421 busy " + CANARY.encode() + b"\r\n"], Reason.UNAVAILABLE, "connection with 421"),
        ([b"554 no\r\n"], Reason.PERMISSION, "connection with 554"),
        ([GREETING, NO], Reason.PERMISSION, "EHLO with 550"),
        ([GREETING, b"502 no\r\n"], Reason.WRONG_ANSWER, "EHLO with 502"),
        ([GREETING, HELLO, b"454 not now\r\n"], Reason.TLS, "STARTTLS with 454"),
        ([GREETING, HELLO, b"220 go\r\n", b"plain\r\n"], Reason.TLS, "answers without TLS"),
        ([b"220-" + b"x" * 100_000 + b"\r\n"], Reason.WRONG_ANSWER, "connection with 500"),
    ],
)
def test_what_is_no_good_answer(answers: list[bytes], reason: Reason, sentence: str) -> None:
    """Each has its reason, and none of its text is repeated."""
    with TalkListener(scripted(*answers)) as listener:
        failure = failed(smtp_check(listener.port, security="starttls"))
    assert failure.reason is reason
    assert sentence in str(failure)


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        (b"535 no\r\n", Reason.AUTH),
        (b"421 no\r\n", Reason.UNAVAILABLE),
        (b"334 a\r\n", Reason.WRONG_ANSWER),
        (b"junk\r\n", Reason.WRONG_ANSWER),
    ],
)
def test_a_login_that_goes_wrong(answer: bytes, reason: Reason) -> None:
    """Refused, or with a challenge that is none."""
    script = scripted(GREETING, b"250-mail\r\n250 AUTH CRAM-MD5\r\n", answer)
    with TalkListener(script) as listener:
        failure = failed(smtp_check(listener.port, user=USER, password=CANARY))
    assert failure.reason is reason


def test_a_password_that_cannot_be_sent_is_misconfigured() -> None:
    """The error of the standard library would hold it."""
    with MailServer(CANARY) as server:
        failure = failed(smtp_check(server.port, user=USER, password=f"{CANARY}ä"))
    assert failure.reason is Reason.MISCONFIGURED


def test_a_server_that_closes_is_unavailable() -> None:
    """Before its greeting or after it; one that closes at QUIT without a word is well."""
    with TalkListener(lambda _: None) as listener:
        failure = failed(smtp_check(listener.port))
    assert failure.reason is Reason.UNAVAILABLE

    def abrupt(connection: socket.socket) -> None:
        for answer in (GREETING, b"250 mail\r\n", b"250 OK\r\n"):
            connection.sendall(answer)
            connection.recv(65536)

    with TalkListener(abrupt) as listener:
        succeeded(smtp_check(listener.port))


def test_a_host_that_refuses_or_does_not_exist() -> None:
    """They have their reasons."""
    assert failed(smtp_check(free_port())).reason is Reason.REFUSED
    assert failed(smtp_check(25, host="no-such-host.invalid")).reason is Reason.DNS


STUCK = {
    "greeting": [],
    "EHLO": [GREETING],
    "STARTTLS": [GREETING, HELLO],
    "handshake": [GREETING, HELLO, b"220 go\r\n"],
}


@pytest.mark.parametrize("step", STUCK)
def test_silence_ends_with_the_deadline_and_when_cancelled(step: str) -> None:
    """In every step of the session."""
    with TalkListener(scripted(*STUCK[step])) as listener:
        failure, seconds = timed_failure(
            smtp_check(listener.port, timeout=0.5, security="starttls")
        )
        assert failure.reason is Reason.TIMEOUT
        assert seconds < 5
        waiting = smtp_check(listener.port, timeout=60.0, security="starttls")
        assert ends_at_once(waiting, lambda: listener.accepted == 2)


def test_a_run_after_a_cancelled_run_works_again() -> None:
    """What one run was told does not stay."""
    serving = scripted(GREETING, b"250 mail\r\n", b"250 OK\r\n", b"221 bye\r\n")
    with TalkListener(silent_at_first(serving)) as listener:
        check = smtp_check(listener.port, timeout=60.0)
        assert ends_at_once(check, lambda: listener.accepted > 0)
        succeeded(check)


@pytest.mark.parametrize("drop", [b"2", b"220-more\r\n"])
def test_what_drips_ends_with_the_deadline(drop: bytes) -> None:
    """Letter by letter or line by line."""
    with TalkListener(dripping(b"", itertools.repeat(drop, 600))) as listener:
        failure, seconds = timed_failure(smtp_check(listener.port, timeout=0.6))
    assert failure.reason is Reason.TIMEOUT
    assert seconds < MARGIN  # it would drip on for longer


def test_an_endless_answer_is_a_wrong_one() -> None:
    """It does not fill the memory."""

    def talk(connection: socket.socket) -> None:
        for _ in range(400):
            connection.sendall(b"220-more\r\n" * 6000)

    with TalkListener(talk) as listener:
        failure = failed(smtp_check(listener.port, timeout=30.0))
    assert failure.reason is Reason.WRONG_ANSWER


def test_nothing_stays_open(tmp_path: Path) -> None:
    """After good sessions and after bad ones."""
    good, bad = certified(tmp_path), certified(tmp_path, days=-1)
    with leaving_nothing_open():
        with MailServer(starttls=good.context) as server:
            check = smtp_check(server.port, ca_file=good.authority, security="starttls")
            for _ in range(50):
                succeeded(check)
        with MailServer(starttls=bad.context) as server:
            check = smtp_check(server.port, ca_file=bad.authority, security="starttls")
            for _ in range(50):
                failed(check)
        with SilentListener() as listener:
            check = smtp_check(listener.port, timeout=0.02)
            for _ in range(20):
                failed(check)


@pytest.mark.usefixtures("django_project")
def test_without_a_host_django_says_where_the_server_is() -> None:
    """Its own settings, password and all."""
    with MailServer(CANARY) as server:
        ours: dict[str, Any] = {"host": "localhost", "port": server.port, "username": USER}
        check = SmtpCheck("name", SmtpServer(), 5.0)
        with mail_settings(**ours, password=CANARY):
            succeeded(check)
        with mail_settings(**ours, password=f"not {CANARY}"):
            assert failed(check).reason is Reason.AUTH
        assert server.commands.count("AUTH") >= 2


@pytest.mark.usefixtures("django_project")
def test_it_is_skipped_where_django_does_not_send_by_smtp() -> None:
    """As in the tests of a project."""
    with mail_settings("django.core.mail.backends.locmem.EmailBackend"):
        outcome = succeeded(SmtpCheck("name", SmtpServer(), 5.0))
    assert outcome.status is Status.SKIPPED
    assert outcome.message == "Django's e-mail backend does not send by SMTP"
