"""Which names of a certificate count."""

from __future__ import annotations

import socket
import ssl

import pytest

from django_health_exporter.web.gate.certificates import carries_any, certificate_of

CERTIFICATE = {
    "subject": ((("commonName", "subject.example"),),),
    "subjectAltName": (
        ("DNS", "Client.example"),
        ("DNS", "*.example"),
        ("email", "client@example.org"),
        ("URI", "spiffe://example/client"),
        ("IP Address", "192.0.2.1"),
        ("IP Address", "2001:DB8:0:0:0:0:0:1"),
        ("IP Address", "0:0:0:0:0:FFFF:C000:202"),
        ("IP Address", "<invalid>"),
        ("DirName", ((("commonName", "directory"),),)),
        ("Registered ID", "1.2.3"),
        ("othername", "<unsupported>"),
    ),
}


@pytest.mark.parametrize(
    "name",
    [
        "Client.example",
        "*.example",
        "client@example.org",
        "spiffe://example/client",
        "192.0.2.1",
        "2001:db8::1",
        "192.0.2.2",
    ],
)
def test_names_that_count(name: str) -> None:
    """DNS names, e-mail addresses and URIs to the letter, IP addresses as Go writes them."""
    assert carries_any(CERTIFICATE, {"elsewhere.example", name})


@pytest.mark.parametrize(
    "name",
    [
        *("client.example", "a.example", "subject.example", "directory", "1.2.3", "<invalid>"),
        *("2001:DB8:0:0:0:0:0:1", "::ffff:192.0.2.2", "spiffe://example/client/", "", "DNS"),
    ],
)
def test_names_that_do_not_count(name: str) -> None:
    """No other spelling, no wildcard that matches, not the subject, no other kind of name."""
    assert not carries_any(CERTIFICATE, {name})


def test_a_certificate_without_names() -> None:
    """It carries none."""
    assert not carries_any({}, {"client.example"})


def test_who_has_none() -> None:
    """A connection that is closed, in plain text, or before its handshake has no certificate."""
    assert certificate_of(None) is None
    left, right = socket.socketpair()
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    with (
        left,
        right,
        context.wrap_socket(left, server_side=True, do_handshake_on_connect=False) as tls,
    ):
        assert certificate_of(right) is None
        assert certificate_of(tls) is None
        tls.close()
        assert certificate_of(tls) is None
