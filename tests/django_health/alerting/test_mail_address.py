"""Addresses that can be written to, and those that cannot."""

from __future__ import annotations

import socket

import pytest

from django_health.alerting.mail_address import mailbox, own_mailbox
from endpoint_listeners import CANARY


@pytest.mark.parametrize(
    ("address", "taken"),
    [
        ("admin@company.com", "admin@company.com"),
        ("a.b+c/d'e@localhost", "a.b+c/d'e@localhost"),
        ("root@[127.0.0.1]", "root@[127.0.0.1]"),
        ("post@bücher.example", "post@xn--bcher-kva.example"),
    ],
)
def test_addresses_are_taken(address: str, taken: str) -> None:
    """In the form that every mail server knows."""
    assert mailbox("to", address) == taken


@pytest.mark.parametrize(
    "address",
    [
        "",
        CANARY,
        f"{CANARY}@",
        f"@{CANARY}",
        f"{CANARY}@b\r\nDATA",
        f"{CANARY}@b> <c@d",
        f"{CANARY}@b,c@d",
        f"Me <{CANARY}@b>",
        f"{CANARY}ä@b",
        f"{CANARY}@b@c",
        f"{CANARY}@{'ä' * 90}",
        f"{CANARY * 10}@b",
    ],
)
def test_what_is_none_is_told_without_it(address: str) -> None:
    """Nothing that breaks out of a command becomes one."""
    with pytest.raises(ValueError, match=r"^to: ") as caught:
        mailbox("to", address)
    assert CANARY not in str(caught.value)
    assert caught.value.__suppress_context__ or caught.value.__context__ is None


def test_without_a_sender_it_is_the_user_or_this_host(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever the host is called."""
    assert own_mailbox("me@shop.example") == "me@shop.example"
    for name, host in {"web-1": "web-1", "my_host ä": "my-host", "": "localhost"}.items():
        monkeypatch.setattr(socket, "gethostname", lambda name=name: name)
        assert own_mailbox("apikey") == f"django-health@{host}"
