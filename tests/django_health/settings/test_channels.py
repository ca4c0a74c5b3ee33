"""Where alerts are sent: what may be set of each kind, and what is refused."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest

from django_health.settings.alerting import AlertingSettings
from django_health.settings.channels import AnyChannel, Channel, EmailChannel
from django_health.settings.validation import InvalidDocument, convert

SECRET = "hunter2"
TO = {"type": "email", "to": ["admin@example.com"]}
HOOK = {"type": "webhook", "url": f"https://ops.example/{SECRET}"}
CHAT = {"type": "telegram", "token": SECRET, "chat": -100123}
MANAGER = {"type": "alertmanager", "urls": ["http://127.0.0.1:9093"]}
APPRISE = {"type": "apprise", "urls": [f"ntfy://{SECRET}"]}
CUSTOM = {"type": "custom", "class": "shop.Pager", "options": {"key": SECRET}}
ALL = (TO, HOOK, CHAT, MANAGER, APPRISE, CUSTOM)


def _channel(given: dict[str, Any]) -> AnyChannel:
    return convert({"channels": {"ops": given}}, AlertingSettings, "file").channels["ops"]


@pytest.mark.parametrize("given", ALL, ids=lambda given: str(given["type"]))
def test_each_kind(given: dict[str, Any]) -> None:
    """It can be written down and read again, and prints as its kind alone."""
    channel = _channel(given)
    assert _channel(msgspec.to_builtins(channel)) == channel
    assert repr(channel) == f"{type(channel).__name__}(...)"
    assert channel.__rich_repr__() == []


def test_the_table_has_each_kind() -> None:
    """Whoever adds one adds it here."""
    assert {kind.__struct_config__.tag for kind in Channel.__subclasses__()} == {
        given["type"] for given in ALL
    }


def test_one_recipient_needs_no_list() -> None:
    """Several do."""
    channel = _channel({"type": "email", "to": "a@b.example"})
    assert isinstance(channel, EmailChannel)
    assert channel.recipients == ["a@b.example"]


@pytest.mark.parametrize(
    ("given", "complaint"),
    [
        ({}, "file: channels.ops: Object missing required field `type`, there are alertmanager,"),
        ({"type": "emial"}, "channels.ops.type: Invalid value 'emial', did you mean 'email'?"),
        ({"type": SECRET}, "channels.ops.type: Invalid value, there are alertmanager, apprise"),
        ({**HOOK, "urll": 1}, "channels.ops: unknown key 'urll', did you mean 'url'?"),
        ({**HOOK, "timeout": 61}, "channels.ops.timeout: Expected `float` <= 60.0"),
        ({**TO, "to": []}, "channels.ops.to: "),
        ({**TO, "to": [SECRET]}, "channels.ops: to: an address like admin@example.com"),
        ({**TO, "to": ["a@b\nBcc: c@d"]}, "channels.ops: to: an address like"),
        ({**TO, "from": f"Ops <{SECRET}>"}, "channels.ops: from: an address like"),
        ({**TO, "host": f"smtp://{SECRET}"}, "host is no host name"),
        ({**TO, "user": "ops"}, "user and password (or password_file) are given together"),
        ({**TO, "user": "a", "password": SECRET, "password_file": "/a"}, "both given: leave"),
        ({"type": "webhook"}, "url is missing: give url or url_file"),
        ({**HOOK, "url_file": "/a"}, "url and url_file are both given"),
        ({**HOOK, "url": f"ftp://{SECRET}"}, "url does not begin with http:// or https://"),
        ({**HOOK, "secret": "a", "secret_file": "/a"}, "secret and secret_file are both given"),
        ({**HOOK, "headers": {"A": f"{SECRET}\n"}}, "headers: the value of A holds"),
        ({**CHAT, "chat": SECRET}, "chat: the number of a chat or @name of a channel"),
        ({"type": "telegram", "chat": 1}, "token is missing: give token or token_file"),
        ({**CHAT, "api": SECRET}, "api: url does not begin with"),
        ({**MANAGER, "urls": [SECRET]}, "urls: url does not begin with"),
        ({**MANAGER, "labels": {"a-b": "c"}}, "labels: a name is letters, digits and _"),
        ({**MANAGER, "token": "a", "user": "b", "password": SECRET}, "user and token are both"),
        ({"type": "apprise"}, "urls is missing: give urls or urls_file"),
    ],
)
def test_what_cannot_be(given: dict[str, Any], complaint: str) -> None:
    """The line says where and why, and repeats nothing that may be a secret."""
    with pytest.raises(InvalidDocument) as caught:
        _channel(given)
    assert complaint in str(caught.value)
    assert SECRET not in str(caught.value)
