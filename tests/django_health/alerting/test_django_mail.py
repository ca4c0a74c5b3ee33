"""Alerts by the mail of a Django project, in whatever way it sends it."""

from __future__ import annotations

import subprocess
import sys
from typing import Any

import pytest
from django.core import mail
from django.core.mail.backends.base import BaseEmailBackend
from django.core.mail.backends.smtp import EmailBackend
from django.test import override_settings

from alert_receivers import alert, health_data, undelivered
from django_health.alerting.channel import AlertError
from django_health.alerting.django_mail import project_mail
from django_health.alerting.email import EmailAlertChannel
from django_health.result import Reason
from endpoint_listeners import CANARY
from live_servers import SilentListener
from mail_server import mail_settings

pytestmark = pytest.mark.usefixtures("django_project")

LOCMEM = "django.core.mail.backends.locmem.EmailBackend"


class Failing(BaseEmailBackend):
    """A backend that fails, with a text that holds a secret."""

    def send_messages(self, messages: Any) -> int:  # noqa: ARG002
        """Fail."""
        raise ConnectionRefusedError(111, CANARY)


class Idle(BaseEmailBackend):
    """A backend that sends nothing."""

    def send_messages(self, messages: Any) -> int:  # noqa: ARG002
        """Do nothing."""
        return 0


@pytest.fixture
def outbox() -> list[Any]:
    """The mails that Django's backend in memory has taken."""
    mail.outbox = []
    return mail.outbox


def test_a_backend_of_the_project_sends_it(outbox: list[Any]) -> None:
    """From whom its mail for administrators is, with text and page."""
    with mail_settings(LOCMEM), override_settings(SERVER_EMAIL="Shop <server@shop.example>"):
        EmailAlertChannel("a@x.example", "b@x.example").send_alert(health_data(alert()))
    (one,) = outbox
    assert (one.from_email, one.to) == (
        "Shop <server@shop.example>",
        ["a@x.example", "b@x.example"],
    )
    assert one.subject.startswith("[ERROR] web-1")
    assert "ERROR database/default" in str(one.body)
    ((page, kind),) = one.alternatives
    assert (kind, "<strong>" in str(page)) == ("text/html", True)
    assert one.extra_headers["References"] == "<0123456789abcdef@django-health.shop.example>"
    one.message()  # Django finds no mistake in its headers


@pytest.mark.parametrize(
    ("settings", "sender"),
    [
        ({"DEFAULT_FROM_EMAIL": "default@shop.example"}, "default@shop.example"),
        (
            {"DEFAULT_FROM_EMAIL": "d@shop.example", "SERVER_EMAIL": "server@shop.example"},
            "server@shop.example",
        ),
    ],
)
def test_the_sender_is_one_that_the_project_set(
    settings: dict[str, str], sender: str, outbox: list[Any]
) -> None:
    """Unless the channel has one."""
    with mail_settings(LOCMEM), override_settings(**settings):
        EmailAlertChannel("a@x.example").send_alert(health_data(alert()))
        EmailAlertChannel("a@x.example", sender="own@x.example").send_alert(health_data())
    assert [one.from_email for one in outbox] == [sender, "own@x.example"]


@pytest.mark.parametrize(
    ("backend", "reason", "text"),
    [
        ("Failing", Reason.REFUSED, "ConnectionRefusedError at test_django_mail.py"),
        ("Idle", Reason.UNAVAILABLE, "did not send it"),
        ("Absent", Reason.MISCONFIGURED, "EMAIL_*"),
    ],
)
def test_a_backend_that_fails_is_told_without_its_text(
    backend: str, reason: Reason, text: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its errors may hold a password."""
    monkeypatch.setitem(sys.modules, "project_mail_backends", sys.modules[__name__])
    with mail_settings(f"project_mail_backends.{backend}"):
        channel = EmailAlertChannel("a@x.example")
        with pytest.raises(AlertError) as caught:
            channel.send_alert(health_data(alert()))
    assert caught.value.reason is reason
    assert text in str(caught.value)
    assert CANARY not in str(caught.value)


class Signing(EmailBackend):
    """A backend that does more than SMTP."""


def test_a_backend_that_derives_from_smtp_is_used_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    """It may sign or queue; the plain one is replaced by a session that ends in time."""
    monkeypatch.setitem(sys.modules, "project_mail_backends", sys.modules[__name__])
    with mail_settings("project_mail_backends.Signing", host="mail.example"):
        assert project_mail(None).server is None
    with mail_settings(host="mail.example", port=2525, username="u", password=CANARY):
        server = project_mail(None).server
        assert server is not None
        assert (server.host, server.port, server.user) == ("mail.example", 2525, "u")
    with mail_settings(LOCMEM):
        assert project_mail(None).server is None


def test_without_django_the_remedy_is_told() -> None:
    """Not installed, or without settings: give a host."""
    code = (
        "import sys\n"
        "if sys.argv[1] == 'absent': sys.modules['django'] = None\n"
        "from django_health.alerting.email import EmailAlertChannel\n"
        "try: EmailAlertChannel('a@x.example').send_alert({})\n"
        "except Exception as error: print(type(error).__name__, error.reason, error.retry, error)\n"
    )
    for how in ("absent", "unconfigured"):
        run = subprocess.run(
            [sys.executable, "-c", code, how],
            capture_output=True,
            text=True,
            check=True,
            timeout=60,
        )
        assert run.stdout.startswith("AlertError misconfigured False no host is given")


def test_a_hanging_server_of_the_project_ends_in_time() -> None:
    """Though Django itself would wait for ever."""
    with SilentListener() as listener, mail_settings(host="127.0.0.1", port=listener.port):
        error = undelivered(EmailAlertChannel("a@x.example", timeout=0.5))
    assert error.reason is Reason.TIMEOUT
