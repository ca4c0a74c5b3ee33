"""Clients whose certificate carries no allowed name, on a server that is up."""

from __future__ import annotations

import logging
import socket
import ssl
from collections.abc import Iterator
from dataclasses import replace
from ipaddress import ip_address

import pytest
from cryptography import x509

from django_health_exporter.web.policy.policy import Policy, RateLimit
from running_web import FakeCheck, GivenPolicy, RunningWeb, running_web
from tls_clients import Authority, ask_in_tls, connected, heard_by

AUTHORITY = Authority()

ALLOWED = frozenset(
    {
        *("client.example", "client@example.org", "spiffe://example/client"),
        *("192.0.2.1", "2001:db8::1"),
    }
)

WELCOME = [
    x509.DNSName("client.example"),
    x509.RFC822Name("client@example.org"),
    x509.UniformResourceIdentifier("spiffe://example/client"),
    x509.IPAddress(ip_address("192.0.2.1")),
    x509.IPAddress(ip_address("2001:db8::1")),
]

STRANGE = [
    x509.DNSName("other.example"),
    x509.DNSName("Client.example"),
    x509.DNSName("client.example.evil.example"),
    x509.DNSName("*.example"),
    x509.RFC822Name("client@example.com"),
    x509.UniformResourceIdentifier("spiffe://example/client/"),
    x509.IPAddress(ip_address("192.0.2.2")),
    x509.DNSName("192.0.2.3"),
]


@pytest.fixture(scope="module")
def policies() -> GivenPolicy:
    """A policy that lets in some names alone."""
    return GivenPolicy(Policy(tls=AUTHORITY.server(), allowed_sans=ALLOWED))


@pytest.fixture(scope="module")
def web(policies: GivenPolicy) -> Iterator[RunningWeb]:
    """A server with it."""
    with running_web([FakeCheck()], policies=policies) as running:
        yield running


@pytest.mark.parametrize("name", WELCOME, ids=str)
def test_who_carries_an_allowed_name(web: RunningWeb, name: x509.GeneralName) -> None:
    """Whatever its kind, and with whatever others beside it."""
    for names in ([name], [x509.DNSName("other.example"), name]):
        answer = ask_in_tls(web, AUTHORITY.client(*names))
        assert answer is not None
        assert answer.status == 200


@pytest.mark.parametrize("name", STRANGE, ids=str)
def test_who_carries_another(web: RunningWeb, name: x509.GeneralName) -> None:
    """No similar name is enough; also exempt paths are not answered."""
    context = AUTHORITY.client(name)
    assert ask_in_tls(web, context) is None
    assert ask_in_tls(web, context, "/-/healthy") is None


def test_who_carries_none(web: RunningWeb) -> None:
    """Neither a certificate without names nor none at all is enough."""
    assert ask_in_tls(web, AUTHORITY.client()) is None
    assert ask_in_tls(web, AUTHORITY.anonymous()) is None


@pytest.mark.parametrize(
    ("said", "heard"),
    [
        (b"nonsense\r\n\r\n", b"HTTP/1.1 400"),
        (b"GET /-/healthy HTTP/1.0\r\n\r\n", b"HTTP/1.1 200"),
        (b"BREW /nothing HTTP/1.0\r\n\r\n", b"HTTP/1.1 404"),
    ],
)
@pytest.mark.parametrize("version", [ssl.TLSVersion.TLSv1_2, ssl.TLSVersion.TLSv1_3])
def test_a_stranger_hears_nothing(
    web: RunningWeb, said: bytes, heard: bytes, version: ssl.TLSVersion
) -> None:
    """Not even that what it said is no request; a welcome client does."""
    for name, beginning in ((STRANGE[0], b""), (WELCOME[0], heard)):
        context = AUTHORITY.client(name)
        context.maximum_version = version
        with connected(web, context) as client:
            assert heard_by(client, said)[:12] == beginning


@pytest.mark.parametrize(("name", "heard"), [(WELCOME[0], b"HTTP/1.1 200"), (STRANGE[0], b"")])
def test_a_resumed_session(web: RunningWeb, name: x509.GeneralName, heard: bytes) -> None:
    """The name of its first handshake counts."""
    context = AUTHORITY.client(name)
    context.maximum_version = ssl.TLSVersion.TLSv1_2  # its session is known after the handshake
    with connected(web, context) as client:
        session = client.session
    with connected(web, context, session) as client:
        assert client.session_reused
        assert heard_by(client, b"GET /-/healthy HTTP/1.0\r\n\r\n")[:12] == heard


def test_the_policy_of_the_moment(web: RunningWeb, policies: GivenPolicy) -> None:
    """Whose name is allowed by now gets in on a new connection."""
    before = policies.policy
    context = AUTHORITY.client(x509.DNSName("new.example"))
    assert ask_in_tls(web, context) is None
    policies.policy = replace(before, allowed_sans=frozenset({"new.example"}))
    answer = ask_in_tls(web, context)
    policies.policy = replace(before, allowed_sans=frozenset())
    any_name = ask_in_tls(web, AUTHORITY.client(*STRANGE))
    policies.policy = before
    assert answer is not None
    assert any_name is not None
    assert ask_in_tls(web, context) is None


def test_strangers_cost_no_token(web: RunningWeb, policies: GivenPolicy) -> None:
    """They are gone before a request is counted."""
    before = policies.policy
    policies.policy = replace(before, rate_limit=RateLimit(3600, 1))
    for _ in range(3):
        assert ask_in_tls(web, AUTHORITY.client(STRANGE[0])) is None
    answers = [ask_in_tls(web, AUTHORITY.client(WELCOME[0])) for _ in range(2)]
    policies.policy = before
    assert [answer and answer.status for answer in answers] == [200, 429]


def test_many_strangers_are_one_line(caplog: pytest.LogCaptureFixture) -> None:
    """The log says so at once, and not again for each."""
    policies = GivenPolicy(Policy(tls=AUTHORITY.server(), allowed_sans=ALLOWED))
    with caplog.at_level(logging.INFO), running_web([FakeCheck()], policies=policies) as web:
        for _ in range(3):
            assert ask_in_tls(web, AUTHORITY.client(STRANGE[0])) is None
    (record,) = [one for one in caplog.records if "gate" in one.name]
    assert record.getMessage() == ("client certificate without an allowed name: 1 from 127.0.0.1")


def test_who_leaves_in_the_handshake(caplog: pytest.LogCaptureFixture) -> None:
    """It is no stranger: the log tells of none."""
    policies = GivenPolicy(Policy(tls=AUTHORITY.server(), allowed_sans=ALLOWED))
    with caplog.at_level(logging.INFO), running_web([FakeCheck()], policies=policies) as web:
        with socket.create_connection((web.host, web.port), timeout=30) as client:
            client.sendall(b"\x16\x03\x01")
        assert ask_in_tls(web, AUTHORITY.anonymous()) is None
        answer = ask_in_tls(web, AUTHORITY.client(WELCOME[0]))
    assert answer is not None
    assert [record for record in caplog.records if "gate" in record.name] == []


@pytest.mark.parametrize("mode", [ssl.CERT_OPTIONAL, ssl.CERT_NONE])
def test_where_no_certificate_is_required(mode: ssl.VerifyMode) -> None:
    """Who comes without one carries no allowed name either."""
    policies = GivenPolicy(Policy(tls=AUTHORITY.server(mode), allowed_sans=ALLOWED))
    with running_web([FakeCheck()], policies=policies) as web:
        assert ask_in_tls(web, AUTHORITY.anonymous(), "/-/healthy") is None
