"""Where Django sends its mail to, as Django itself says it."""

from __future__ import annotations

import sys
from typing import Any

import pytest
from django.test import override_settings

from django_health.checks.smtp.django_mailer import django_server
from django_health.failure import CheckFailed
from django_health.network.authorities import Trust
from django_health.result import Reason
from endpoint_listeners import CANARY
from mail_server import mail_settings

pytestmark = pytest.mark.usefixtures("django_project")

OURS: dict[str, Any] = {
    "host": "mail.example",
    "port": 2525,
    "username": "u",
    "password": CANARY,
    "use_tls": False,
    "use_ssl": False,
    "ssl_certfile": None,
    "ssl_keyfile": None,
}


def as_set(**changes: Any) -> override_settings:
    """Django's settings with changes to what is usual here."""
    return mail_settings(**(OURS | changes))


@pytest.mark.parametrize(
    ("changes", "security"),
    [({}, "none"), ({"use_tls": True}, "starttls"), ({"use_ssl": True}, "tls")],
)
def test_django_says_all_of_it(changes: dict[str, Any], security: str) -> None:
    """Host, port, security, user and password; whom to trust is not Django's to say."""
    with as_set(ssl_certfile="c.pem", ssl_keyfile="k.pem", **changes):
        server = django_server("default", "ca.pem")
    assert server is not None
    assert (server.host, server.port, server.security) == ("mail.example", 2525, security)
    assert (server.user, server.password.reveal()) == ("u", CANARY)
    assert server.trust == Trust("ca.pem", "c.pem", "k.pem")


@pytest.mark.parametrize("missing", ["username", "password"])
def test_django_logs_in_with_a_user_and_a_password_only(missing: str) -> None:
    """With one of them alone it does not, and so does the check."""
    with as_set(**{missing: ""}):
        server = django_server("default", None)
    assert server is not None
    assert (server.user, bool(server.password)) == ("", False)


def test_contradictions_are_misconfigured() -> None:
    """As Django finds them."""
    with as_set(use_tls=True, use_ssl=True), pytest.raises(CheckFailed) as caught:
        django_server("default", None)
    assert caught.value.reason is Reason.MISCONFIGURED
    assert "EMAIL_* or MAILERS" in str(caught.value)


def test_an_unknown_mailer_is_misconfigured() -> None:
    """With a Django that has several, and with one that has none of them."""
    with as_set(), pytest.raises(CheckFailed) as caught:
        django_server(CANARY, None)
    assert caught.value.reason is Reason.MISCONFIGURED
    assert CANARY not in str(caught.value)


@pytest.mark.parametrize("name", ["dummy", "console", "locmem", "filebased"])
def test_backends_that_do_not_send_by_smtp_are_told(
    name: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """There is no server to ask."""
    options = {"file_path": str(tmp_path_factory.mktemp("mail"))} if name == "filebased" else {}
    with mail_settings(f"django.core.mail.backends.{name}.EmailBackend", **options):
        assert django_server("default", None) is None


def test_without_django_a_host_has_to_be_given(monkeypatch: pytest.MonkeyPatch) -> None:
    """The daemon runs without it."""
    monkeypatch.setitem(sys.modules, "django.core.mail.backends", None)
    with pytest.raises(CheckFailed, match="no host is given, and Django is not installed"):
        django_server("default", None)
