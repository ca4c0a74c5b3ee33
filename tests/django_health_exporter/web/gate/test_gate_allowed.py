"""Who may see what is for people who look for a fault, on a server that is up."""

from __future__ import annotations

import socket
import ssl
from pathlib import Path

import pytest
from cryptography import x509

from django_health_exporter.web.config import WebConfig
from django_health_exporter.web.policy.policy import Policy
from running_web import FakeCheck, GivenPolicy, running_web
from tls_clients import Authority, ask_in_tls
from watched_bcrypt import basic, hashed

USERS = {"prometheus": hashed("right")}

RIGHT = basic("prometheus", "right")

AUTHORITY = Authority()

PAGE = "/config"
"""A page for those who are allowed: for others it is 403."""


def _open(**settings: object) -> WebConfig:
    return WebConfig(listen_addresses=("127.0.0.1:0",), **settings)  # type: ignore[arg-type]


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1:10170", "[::1]:80", "a.localhost"])
def test_from_here(host: str) -> None:
    """Where nothing is configured, who asks from this machine is allowed."""
    with running_web([FakeCheck()]) as web:
        assert web.get(PAGE, Host=host).status == 200


@pytest.mark.parametrize(
    "headers",
    [
        {"Host": "evil.example"},
        {"Host": "localhost.evil.example"},
        {"X_Forwarded_For": "127.0.0.1"},
        {"Forwarded": "for=127.0.0.1"},
        {"Via": "1.1 proxy"},
        {"Host": "evil.example", "Authorization": RIGHT},
    ],
)
def test_not_from_here(headers: dict[str, str]) -> None:
    """Nor who was led here by a page of somebody else's, or comes through a proxy."""
    with running_web([FakeCheck()]) as web:
        assert web.get(PAGE, **headers).status == 403


def test_behind_a_proxy() -> None:
    """Proxies need not say that they are there: where there is one, nobody comes from here."""
    with running_web([FakeCheck()], _open(external_url="https://health.example")) as web:
        assert web.get(PAGE).status == 403


def test_a_unix_socket(tmp_path: Path) -> None:
    """Who may open it is on this machine, whatever name is asked for."""
    path = tmp_path / "exporter.sock"
    config = WebConfig(listen_addresses=("127.0.0.1:0", f"unix:{path}"))
    answers = []
    with running_web([FakeCheck()], config):
        for header in (b"", b"X-Forwarded-For: 192.0.2.1\r\n"):
            with socket.socket(socket.AF_UNIX) as client:
                client.settimeout(30)
                client.connect(str(path))
                client.sendall(b"GET %s HTTP/1.0\r\nHost: any\r\n%s\r\n" % (PAGE.encode(), header))
                answers.append(client.recv(12)[9:])
    assert answers == [b"200", b"403"]


def test_with_a_password() -> None:
    """Where there are users, it is they, and no longer who asks from here."""
    policies = GivenPolicy(Policy(users=USERS))
    with running_web([FakeCheck()], policies=policies) as web:
        assert web.get(PAGE).status == 401
        assert web.get(PAGE, Authorization=RIGHT, Host="any.example").status == 200


def test_exempt_paths_are_not_for_all() -> None:
    """Who needs no password for a path is not allowed by that; who has shown one is."""
    policies = GivenPolicy(Policy(users=USERS))
    with running_web([FakeCheck()], _open(exempt_paths=(PAGE,)), policies=policies) as web:
        assert web.get(PAGE).status == 403
        assert web.get(PAGE, Authorization=basic("prometheus", "wrong")).status == 403
        assert web.get("/metrics", Authorization=RIGHT).status == 200
        assert web.get(PAGE, Authorization=RIGHT).status == 200
        assert web.get(PAGE, Authorization=basic("prometheus", "wrong")).status == 403


@pytest.mark.parametrize(
    ("mode", "named", "anonymous"),
    [(ssl.CERT_REQUIRED, 200, None), (ssl.CERT_OPTIONAL, 403, 403), (ssl.CERT_NONE, 200, 200)],
)
def test_with_a_certificate(mode: ssl.VerifyMode, named: int, anonymous: int | None) -> None:
    """Where one is demanded, it is who has one; where none is looked at, who asks from here."""
    policies = GivenPolicy(Policy(tls=AUTHORITY.server(mode)))
    named_client = AUTHORITY.client(x509.DNSName("client.example"))
    with running_web([FakeCheck()], policies=policies) as web:
        answers = [ask_in_tls(web, one, PAGE) for one in (named_client, AUTHORITY.anonymous())]
    assert [answer and answer.status for answer in answers] == [named, anonymous]


def test_an_unverified_certificate_is_none() -> None:
    """One that was never asked for does not count from elsewhere."""
    policies = GivenPolicy(Policy(tls=AUTHORITY.server(ssl.CERT_NONE)))
    client = AUTHORITY.client(x509.DNSName("client.example"))
    with running_web([FakeCheck()], policies=policies) as web:
        answer = ask_in_tls(web, client, PAGE, Host="elsewhere.example")
    assert answer is not None
    assert answer.status == 403
