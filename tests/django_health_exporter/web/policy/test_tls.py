"""Real handshakes with the contexts that files make: versions, certificates, sessions."""

from __future__ import annotations

import ssl
import warnings

import pytest

from django_health_exporter.web.policy.files import Files
from django_health_exporter.web.policy.reading import read_policy
from web_policies import Handshake, Material, client_context, shake_hands
from web_policies.tls_cases import PAIR, tls


def meet(material: Material, text: str, client: ssl.SSLContext) -> Handshake:
    """Let a client connect to a server with such a file."""
    context = read_policy(material.web_file(text), Files()).tls
    assert context is not None
    return shake_hands(context, client)


def of_version(material: Material, version: str) -> ssl.SSLContext:
    """Return a client that speaks one version alone."""
    client = client_context(material.authority)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        client.minimum_version = client.maximum_version = ssl.TLSVersion[version]
    client.set_ciphers("ALL:@SECLEVEL=0")
    return client


@pytest.mark.parametrize(
    "pair",
    [
        PAIR,
        "cert: @server.crt, key: @server.key",
        "cert_file: both.pem, key_file: both.pem",
        "cert: @server.crt, key_file: tls/server.key",
    ],
)
def test_the_certificate_is_shown(pair: str, shared_material: Material) -> None:
    """Wherever it stands."""
    expected = ssl.PEM_cert_to_DER_cert(shared_material.read("server.crt").decode())
    shaken = meet(shared_material, tls(pair=pair), client_context(shared_material.authority))
    assert shaken.seen == expected


@pytest.mark.parametrize(
    ("keys", "spoken"),
    [
        ("", {"TLSv1_2", "TLSv1_3"}),
        ("max_version: TLS12", {"TLSv1_2"}),
        ("min_version: TLS13", {"TLSv1_3"}),
        ("min_version: TLS10", {"TLSv1", "TLSv1_1", "TLSv1_2", "TLSv1_3"}),
        ("min_version: TLS11, max_version: TLS11", {"TLSv1_1"}),
        (
            "min_version: TLS11, cipher_suites: [TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA]",
            {"TLSv1_1", "TLSv1_2", "TLSv1_3"},
        ),
    ],
)
def test_versions(keys: str, spoken: set[str], shared_material: Material) -> None:
    """Each that is allowed is spoken, and no other."""
    found = set()
    for version in ("TLSv1", "TLSv1_1", "TLSv1_2", "TLSv1_3"):
        try:
            meet(shared_material, tls(keys), of_version(shared_material, version))
        except ssl.SSLError:
            continue
        found.add(version)
    assert found == spoken


def test_http_1_1_is_what_is_agreed_on(shared_material: Material) -> None:
    """A client that would rather have HTTP/2 is told, and one that has nothing else comes in."""
    client = client_context(shared_material.authority)
    client.set_alpn_protocols(["h2", "http/1.1"])
    assert meet(shared_material, tls(), client).protocol == "http/1.1"
    client.set_alpn_protocols(["h2"])
    assert meet(shared_material, tls(), client).protocol is None
