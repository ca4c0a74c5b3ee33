"""Declared addresses and servers: what is refused, and that nothing of them is shown."""

from __future__ import annotations

import pickle
from typing import Any

import pytest

from django_health.settings import settings_from
from django_health.settings.declarations import (
    Declaration,
    DnsName,
    HttpEndpoint,
    SmtpServer,
    TcpEndpoint,
)
from django_health.settings.validation import InvalidDocument
from endpoint_listeners import CANARY


@pytest.mark.parametrize(
    ("kind", "keys"),
    [
        (HttpEndpoint, {"url": "https://u:p@a.example:8443/b?c=d", "expected_status": [200, 204]}),
        (HttpEndpoint, {"url": "http://a", "headers": {"X-A": "b"}, "body_contains": "c"}),
        (SmtpServer, {}),
        (SmtpServer, {"ca_file": "ca.pem", "mailer": "bulk", "timeout": 3}),
        (SmtpServer, {"host": "mail", "user": "u", "password": ""}),
        (SmtpServer, {"host": "mail", "user": "u", "password_file": "f", "security": "tls"}),
        (TcpEndpoint, {"host": "::1", "port": 80}),
        (DnsName, {"name": "a.example", "expected": ["192.0.2.1"], "nameserver": "::1"}),
        (DnsName, {"name": "a.example", "record": "MX", "expected": ["10 mx"]}),
    ],
)
def test_what_is_well_is_taken(kind: type[Declaration], keys: dict[str, Any]) -> None:
    """And prints as its kind alone."""
    assert repr(kind(**keys)) == f"{kind.__name__}(...)"


def test_a_declaration_cannot_be_pickled() -> None:
    """What is pickled is in a file or on a wire, as plain as it was."""
    declared = settings_from({"HTTP": {"a": {"URL": f"http://:{CANARY}@a"}}}, "HEALTH_CHECK")
    for value in (declared, declared.http["a"]):
        with pytest.raises(TypeError, match="a declaration cannot be pickled"):
            pickle.dumps(value)


USER = {"host": "mail", "user": "u"}


@pytest.mark.parametrize(
    ("section", "keys", "sentence"),
    [
        ("http", {"url": CANARY}, "url does not begin with http:// or https://"),
        ("http", {"url": "http://a", "headers": {"A": f"{CANARY}\n"}}, "the value of A holds"),
        ("http", {"url": "http://a", "expected_status": []}, "expected_status is empty"),
        ("http", {"url": "http://a", "expected_status": 99}, "Expected `int` >= 100"),
        ("http", {"url": "http://a", "expected_status": [600]}, "Expected `int` <= 599"),
        ("http", {"url": "http://a", "method": "HEAD", "body_contains": CANARY}, "has no body"),
        ("smtp", {"host": f"smtp://{CANARY}"}, "host is no host name and no address"),
        ("smtp", {"port": 25}, "host is missing"),
        ("smtp", {"user": "u", "password": CANARY}, "host is missing"),
        ("smtp", {"security": "tls"}, "host is missing"),
        ("smtp", USER, "user and password (or password_file) are given together"),
        ("smtp", {"host": "mail", "password": CANARY}, "are given together or not"),
        ("smtp", USER | {"password": CANARY, "password_file": "f"}, "are both given"),
        ("tcp", {"host": f"[{CANARY}]", "port": 80}, "host is no host name and no address"),
        ("tcp", {"host": "a", "port": 0}, "Expected `int` >= 1"),
        ("dns", {"name": f"{CANARY} "}, "name is no DNS name"),
        ("dns", {"name": "a", "nameserver": CANARY}, "nameserver: IPv4 or IPv6 address expected"),
        ("dns", {"name": "a", "expected": [CANARY]}, "expected: IPv4 address expected"),
        ("dns", {"name": "a", "record": "AAAA", "expected": ["192.0.2.1"]}, "IPv6 address"),
    ],
)
def test_what_is_wrong_is_refused(section: str, keys: dict[str, Any], sentence: str) -> None:
    """Where the settings are read, with its place, and without any of its values."""
    with pytest.raises(InvalidDocument) as caught:
        settings_from({section: {"shop": keys}}, "HEALTH_CHECK")
    assert str(caught.value).startswith(f"HEALTH_CHECK: {section}.shop")
    assert sentence in str(caught.value)
    assert CANARY not in str(caught.value)
