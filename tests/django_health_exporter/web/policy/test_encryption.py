"""Real handshakes: cipher suites, their order, and curves."""

from __future__ import annotations

import ssl
from pathlib import Path

import pytest
import trustme

from django_health_exporter.web.policy.files import Files
from django_health_exporter.web.policy.reading import read_policy
from web_policies import Handshake, Material, client_context, shake_hands
from web_policies.tls_cases import ALL_12, ALL_13, tls

GCM_128 = "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256"
GCM_256 = "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384"
OPENSSL_128, OPENSSL_256 = "ECDHE-ECDSA-AES128-GCM-SHA256", "ECDHE-ECDSA-AES256-GCM-SHA384"
CURVES = {"CurveP256": "prime256v1", "CurveP384": "secp384r1", "X25519": "X25519"}


def meet(material: Material, keys: str, client: ssl.SSLContext) -> Handshake:
    """Let a client connect to a server with such keys."""
    context = read_policy(material.web_file(tls(keys)), Files()).tls
    assert context is not None
    return shake_hands(context, client)


def old_client(material: Material, *suites: str) -> ssl.SSLContext:
    """Return a client of TLS 1.2 with such suites, in order of preference."""
    client = client_context(material.authority)
    client.maximum_version = ssl.TLSVersion.TLSv1_2
    client.set_ciphers(":".join(suites))
    return client


def test_only_the_named_suites(shared_material: Material) -> None:
    """A client without any of them is refused."""
    client = old_client(shared_material, OPENSSL_128, OPENSSL_256)
    assert meet(shared_material, f"cipher_suites: [{GCM_256}]", client).suite == OPENSSL_256
    other = old_client(shared_material, OPENSSL_128)
    with pytest.raises(ssl.SSLError, match="NO_SHARED_CIPHER"):
        meet(shared_material, f"cipher_suites: [{GCM_256}]", other)


@pytest.mark.parametrize(
    ("prefer", "suite"),
    [("", OPENSSL_256), ("true", OPENSSL_256), ("no", OPENSSL_128)],
)
def test_whose_order_counts(prefer: str, suite: str, shared_material: Material) -> None:
    """The server's by default, the client's if it is told so."""
    keys = f"cipher_suites: [{GCM_256}, {GCM_128}], prefer_server_cipher_suites: {prefer or '~'}"
    client = old_client(shared_material, OPENSSL_128, OPENSSL_256)
    assert meet(shared_material, keys, client).suite == suite


@pytest.mark.parametrize(
    ("name", "suite"),
    [
        (name.strip(), suite)
        for name, suite in zip(
            ALL_12.split(","),
            [
                "ECDHE-ECDSA-AES128-GCM-SHA256",
                "ECDHE-ECDSA-AES256-GCM-SHA384",
                "ECDHE-RSA-AES128-GCM-SHA256",
                "ECDHE-RSA-AES256-GCM-SHA384",
                "ECDHE-ECDSA-CHACHA20-POLY1305",
                "ECDHE-RSA-CHACHA20-POLY1305",
                "ECDHE-ECDSA-AES128-SHA",
                "ECDHE-ECDSA-AES256-SHA",
                "ECDHE-RSA-AES128-SHA",
                "ECDHE-RSA-AES256-SHA",
                "AES128-SHA",
                "AES256-SHA",
                "AES128-GCM-SHA256",
                "AES256-GCM-SHA384",
            ],
            strict=True,
        )
    ],
)
def test_go_s_names_of_suites(name: str, suite: str, tmp_path: Path) -> None:
    """Each is the very suite that OpenSSL speaks."""
    material = Material(tmp_path)
    if "ECDSA" not in name:
        issued = material.authority.issue_cert("localhost", key_type=trustme.KeyType.RSA)
        issued.private_key_pem.write_to_path(tmp_path / "server.key")
        issued.cert_chain_pems[0].write_to_path(tmp_path / "server.crt")
    client = old_client(material, "ALL")
    assert meet(material, f"cipher_suites: [{name}]", client).suite == suite


def test_suites_of_tls_13_alone(shared_material: Material) -> None:
    """Then nothing older is spoken, since no suite for it is named."""
    keys = f"cipher_suites: [{ALL_13}]"
    shaken = meet(shared_material, keys, client_context(shared_material.authority))
    assert shaken.version == "TLSv1.3"
    with pytest.raises(ssl.SSLError, match="UNSUPPORTED_PROTOCOL"):
        meet(shared_material, keys, old_client(shared_material, "ALL"))


@pytest.mark.parametrize("name", CURVES)
def test_the_named_curve_alone(name: str, shared_material: Material) -> None:
    """A client that has it comes in, and one that has another one does not."""
    keys = f"curve_preferences: [{name}]"
    for other, curve in CURVES.items():
        client = client_context(shared_material.authority)
        client.set_ecdh_curve(curve)
        if other == name:
            meet(shared_material, keys, client)
        else:
            with pytest.raises(ssl.SSLError):
                meet(shared_material, keys, client)
