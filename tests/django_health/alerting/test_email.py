"""Mail to a real server: plain, by STARTTLS and TLS, with a login; and to servers that fail."""

from __future__ import annotations

import itertools
import time
from pathlib import Path
from typing import Any

import pytest

from alert_channels import Mailbox
from alert_receivers import alert, assert_hidden, health_data, undelivered
from django_health.alerting.email import EmailAlertChannel
from django_health.result import Reason
from endpoint_listeners import CANARY, MARGIN, Certified, TalkListener, certified, dripping
from live_servers import SilentListener, free_port
from mail_server import USER, MailServer, mail_settings

TO = "admin@company.example"


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Certified:
    """That of the servers."""
    return certified(tmp_path_factory.mktemp("tls"))


def channel_to(server: MailServer | SilentListener, **more: Any) -> EmailAlertChannel:
    """A channel to a server on loopback."""
    usual: dict[str, Any] = {"host": "localhost", "port": server.port, "security": "none"}
    return EmailAlertChannel(TO, **(usual | more))


def secured(security: str, certificate: Certified, password: str = "") -> Mailbox:
    """A server that encrypts in one of the two ways, and offers its login only then."""
    if security == "tls":
        return Mailbox(password, tls=certificate.context)
    return Mailbox(password, starttls=certificate.context, auth_needs_tls=True)


def test_a_mail_arrives_without_encryption() -> None:
    """Where that is what is wanted."""
    with Mailbox() as mailbox:
        channel_to(mailbox, sender="health@shop.example").send_alert(health_data(alert()))
    (mail,) = mailbox.mails
    assert mail["Subject"].startswith("[ERROR] web-1: database/default")
    assert mail["From"] == "Django health <health@shop.example>"
    assert mail["To"] == TO
    assert mailbox.commands[-1] == "QUIT"


@pytest.mark.parametrize("security", ["starttls", "tls"])
def test_a_mail_arrives_encrypted_and_logged_in(security: str, certificate: Certified) -> None:
    """The password is nowhere but there."""
    with secured(security, certificate, CANARY) as mailbox:
        channel = channel_to(
            mailbox,
            security=security,
            user=USER,
            password=CANARY,
            ca_file=certificate.authority,
        )
        channel.send_alert(health_data(alert()))
        channel.send_alert(health_data(alert(event="resolved")))
    assert len(mailbox.mails) == 2
    assert "AUTH" in mailbox.commands
    assert_hidden(channel)


@pytest.mark.parametrize("security", ["starttls", "tls"])
def test_a_server_that_is_not_trusted_gets_nothing(security: str, certificate: Certified) -> None:
    """No password and no mail; so does one that offers no encryption."""
    login = {"user": USER, "password": CANARY}
    with secured(security, certificate, CANARY) as mailbox:
        error = undelivered(channel_to(mailbox, security=security, **login))
    assert (error.reason, mailbox.mails) == (Reason.TLS, [])
    assert "AUTH" not in mailbox.commands
    with Mailbox(CANARY) as plain:
        more = login | {"security": security, "ca_file": certificate.authority}
        error = undelivered(channel_to(plain, **more))
    assert (error.reason, plain.mails) == (Reason.TLS, [])
    assert "AUTH" not in plain.commands


def test_encryption_is_what_is_wanted_if_nothing_is_said(certificate: Certified) -> None:
    """By STARTTLS, but on the port of TLS."""
    with Mailbox() as plain:
        error = undelivered(channel_to(plain, security=None), health_data(alert()))
    assert "does not offer STARTTLS" in str(error)
    with secured("starttls", certificate) as mailbox:
        more: dict[str, Any] = {"security": None, "ca_file": certificate.authority}
        channel_to(mailbox, **more).send_alert(health_data(alert()))
    assert len(mailbox.mails) == 1
    for port, security, wanted in (
        (None, None, (587, "starttls")),
        (465, None, (465, "tls")),
        (None, "tls", (465, "tls")),
        (None, "none", (25, "none")),
        (2525, None, (2525, "starttls")),
    ):
        server = EmailAlertChannel(TO, host="mail", port=port, security=security)._server
        assert server is not None
        assert (server.port, server.security) == wanted


def test_a_wrong_password_is_told_and_not_tried_again(certificate: Certified) -> None:
    """It is the same the next time."""
    with secured("tls", certificate, "another") as mailbox:
        login = {"user": USER, "password": CANARY, "ca_file": certificate.authority}
        error = undelivered(channel_to(mailbox, security="tls", **login))
    assert (error.reason, error.retry) == (Reason.AUTH, False)


def test_who_is_refused_keeps_no_other_from_the_mail(caplog: pytest.LogCaptureFixture) -> None:
    """It is logged once, without an address."""

    class Choosy(Mailbox):
        async def handle_RCPT(self, *arguments: Any) -> str:  # noqa: N802 - aiosmtpd's name
            """Refuse one."""
            envelope, address = arguments[2:4]
            if address.startswith("gone"):
                return "550 no such user"
            envelope.rcpt_tos.append(address)
            return "250 OK"

    with Choosy() as mailbox:
        channel = EmailAlertChannel(
            TO, "gone@x.example", host="127.0.0.1", port=mailbox.port, security="none"
        )
        for _ in range(2):
            channel.send_alert(health_data(alert()))
    assert len(mailbox.mails) == 2
    (line,) = [record.getMessage() for record in caplog.records]
    assert "1 of 2 recipients do not take alerts" in line
    assert "number 2 with 550" in line
    assert "gone" not in line


def test_what_hangs_ends_in_time() -> None:
    """A server that is silent, or drips its greeting for ever."""
    drip = dripping(b"", itertools.repeat(b"220-x\r\n", 600))
    for listener in (SilentListener(), TalkListener(drip)):
        with listener:
            begun = time.monotonic()
            error = undelivered(channel_to(listener, timeout=0.5, user="u", password=CANARY))
        assert error.reason is Reason.TIMEOUT
        assert time.monotonic() - begun < MARGIN


def test_nobody_there_is_told() -> None:
    """Without a word of where."""
    channel = EmailAlertChannel(TO, host="127.0.0.1", port=free_port())
    assert undelivered(channel).reason is Reason.REFUSED


@pytest.mark.usefixtures("django_project")
def test_the_server_of_the_project_is_used(certificate: Certified) -> None:
    """With its login and its encryption; the authority may be given beside."""
    with secured("starttls", certificate, CANARY) as mailbox:
        place: dict[str, Any] = {"host": "localhost", "port": mailbox.port, "use_tls": True}
        with mail_settings(**place, use_ssl=False, username=USER, password=CANARY):
            channel = EmailAlertChannel(TO, ca_file=certificate.authority)
            channel.send_alert(health_data(alert()))
            assert_hidden(channel)
    assert len(mailbox.mails) == 1
    assert "AUTH" in mailbox.commands


@pytest.mark.parametrize(
    ("to", "more"),
    [
        ([], {}),
        ([CANARY], {}),
        ([f"a@b\r\n{CANARY}"], {}),
        ([TO], {"sender": CANARY}),
        ([TO], {"host": f"smtp://{CANARY}"}),
        ([TO], {"host": "a", "security": CANARY}),
        ([TO], {"host": "a", "user": CANARY}),
        ([TO], {"host": "a", "password": CANARY}),
        ([TO], {"port": 25}),
        ([TO], {"user": "u", "password": CANARY}),
    ],
)
def test_mistakes_are_told_at_once(to: list[str], more: dict[str, Any]) -> None:
    """In a line that repeats nothing."""
    with pytest.raises(ValueError, match=r".+") as caught:
        EmailAlertChannel(*to, **more)
    assert CANARY not in str(caught.value)


def test_authorities_that_cannot_be_read(tmp_path: Path) -> None:
    """It is told when the mail is sent."""
    with Mailbox() as mailbox:
        more = {"security": "tls", "ca_file": str(tmp_path / "none")}
        error = undelivered(channel_to(mailbox, **more, user="u", password=CANARY))
    assert (error.reason, error.retry) == (Reason.MISCONFIGURED, False)
