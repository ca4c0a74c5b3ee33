"""The server's certificate and key, as OpenSSL takes them or not."""

from __future__ import annotations

import datetime as dt
import re
import ssl

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
)
from cryptography.x509.oid import NameOID

from django_health.settings.validation import InvalidDocument
from django_health_exporter.web.policy import pem
from django_health_exporter.web.policy.files import Files
from django_health_exporter.web.policy.identity import load_identity
from django_health_exporter.web.policy.pem import PemReader
from django_health_exporter.web.policy.schema import TlsSection
from web_policies import Material, client_context, shake_hands


def load(material: Material, certificate: str, key: str) -> ssl.SSLContext:
    """Load a pair of files."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    section = TlsSection(cert_file=certificate, key_file=key)
    load_identity(context, section, PemReader(Files(), material.folder, "x"))
    return context


def rsa_key(bits: int, form: PrivateFormat = PrivateFormat.PKCS8) -> bytes:
    """Make a key."""
    made = rsa.generate_private_key(65537, bits)
    return made.private_bytes(Encoding.PEM, form, NoEncryption())


def test_the_whole_chain_is_shown(material: Material) -> None:
    """A client that knows the root alone trusts what an authority in between has issued."""
    issued = material.authority.create_child_ca().issue_cert("localhost")
    chain = b"".join(blob.bytes() for blob in issued.cert_chain_pems)
    (material.folder / "chain.crt").write_bytes(chain)
    issued.private_key_pem.write_to_path(material.folder / "chain.key")
    context = load(material, "chain.crt", "chain.key")
    assert shake_hands(context, client_context(material.authority)).version == "TLSv1.3"


@pytest.mark.parametrize("form", [PrivateFormat.PKCS8, PrivateFormat.TraditionalOpenSSL])
def test_a_key_of_another_kind(form: PrivateFormat, material: Material) -> None:
    """It is no pair, whatever OpenSSL calls it."""
    (material.folder / "rsa.key").write_bytes(rsa_key(2048, form))
    with pytest.raises(InvalidDocument, match="the private key is not that of the certificate"):
        load(material, "server.crt", "rsa.key")


def test_an_encrypted_key_is_never_asked_about(
    material: Material, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Even if its text does not tell: OpenSSL would wait for a word on the terminal."""
    monkeypatch.setattr(pem, "_ENCRYPTED", re.compile(rb"(?!)"))
    with pytest.raises(InvalidDocument, match=r"^x.key_file 'encrypted.key': .* is encrypted"):
        load(material, "server.crt", "encrypted.key")


def test_a_short_key(material: Material) -> None:
    """OpenSSL takes it no more; that is told in words."""
    key = rsa.generate_private_key(65537, 1024)  # noqa: S505 - it is what is refused
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "short")])
    start = dt.datetime(2020, 1, 1, tzinfo=dt.UTC)
    certificate = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(start)
        .not_valid_after(start + dt.timedelta(days=36500))
        .sign(key, hashes.SHA256())
    )
    private = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    both = certificate.public_bytes(Encoding.PEM) + private
    (material.folder / "short.pem").write_bytes(both)
    with pytest.raises(InvalidDocument, match=r"^x.cert_file 'short.pem': the key is too short"):
        load(material, "short.pem", "short.pem")
