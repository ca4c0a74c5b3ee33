"""Where a declared mail server is, and how it is used."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from django_health.checks.smtp.server import MailServer, declared_server
from django_health.failure import CheckFailed
from django_health.network.authorities import Trust
from django_health.result import Reason
from django_health.settings.declarations import SmtpServer
from endpoint_listeners import CANARY


def declared(**keys: Any) -> MailServer:
    """What a declaration means."""
    return declared_server("orders", SmtpServer(host="mail.example", **keys), "mail.example")


@pytest.mark.parametrize(
    ("keys", "port", "security"),
    [
        ({}, 25, "none"),
        ({"security": "none"}, 25, "none"),
        ({"security": "starttls"}, 587, "starttls"),
        ({"security": "tls"}, 465, "tls"),
        ({"port": 587}, 587, "starttls"),
        ({"port": 465}, 465, "tls"),
        ({"port": 2525}, 2525, "none"),
        ({"port": 465, "security": "starttls"}, 465, "starttls"),
    ],
)
def test_port_and_security_say_each_other(keys: dict[str, Any], port: int, security: str) -> None:
    """By what a port stands for; both together are taken as they are."""
    server = declared(**keys)
    assert (server.host, server.port, server.security) == ("mail.example", port, security)


def test_the_password_comes_from_the_declaration_or_a_file(tmp_path: Path) -> None:
    """And the server prints without it."""
    file = tmp_path / "password"
    file.write_text(f"{CANARY}\n")
    for keys in ({"password": CANARY}, {"password_file": str(file)}):
        server = declared(user="u", ca_file="ca.pem", **keys)
        assert (server.user, server.password.reveal()) == ("u", CANARY)
        assert server.trust == Trust("ca.pem")
        assert CANARY not in f"{server}"
    assert not declared().user


def test_a_file_that_cannot_be_read_is_named_by_its_key(tmp_path: Path) -> None:
    """People put the password itself in its place."""
    with pytest.raises(CheckFailed, match=r"^smtp\.orders\.password_file names") as caught:
        declared(user="u", password_file=str(tmp_path / CANARY))
    assert caught.value.reason is Reason.MISCONFIGURED
    assert CANARY not in str(caught.value)
