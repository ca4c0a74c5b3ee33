"""When certificates end, read from certificates that were really issued."""

from __future__ import annotations

import datetime as dt
import random
import ssl

import pytest
import trustme
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding

from django_health.failure import CheckFailed
from django_health.network.certificate import expiry_of, presented_expiry
from django_health.network.timed_socket import TimedSocket
from django_health.result import Reason


def issued(end: dt.datetime) -> bytes:
    """A certificate in DER."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "x" * 60)])
    builder = x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
    builder = builder.not_valid_before(dt.datetime(1990, 1, 1, tzinfo=dt.UTC)).not_valid_after(end)
    return builder.sign(key, hashes.SHA256()).public_bytes(Encoding.DER)


@pytest.mark.parametrize("year", [1999, 2026, 2049, 2050, 2120, 9999])
def test_the_end_is_read(year: int) -> None:
    """In both forms of writing it, of which that with four digits begins with 2050."""
    end = dt.datetime(year, 12, 31, 23, 59, 58, tzinfo=dt.UTC)
    assert expiry_of(issued(end)) == end.timestamp()


def test_the_end_of_other_kinds_of_certificates_is_read() -> None:
    """With long names and RSA keys, as authorities have them."""
    certificate = trustme.CA(organization_name="o" * 60, key_type=trustme.KeyType.RSA)
    pem = certificate.cert_pem.bytes()
    expected = x509.load_pem_x509_certificate(pem).not_valid_after_utc.timestamp()
    assert expiry_of(ssl.PEM_cert_to_DER_cert(pem.decode())) == expected


def test_the_end_of_a_certificate_of_the_first_version_is_read() -> None:
    """It has no field for its version."""
    der = bytearray(issued(dt.datetime(2030, 1, 1, tzinfo=dt.UTC)))
    at = der.index(b"\xa0\x03\x02\x01\x02")
    assert at < 12
    without = der[:at] + der[at + 5 :]
    assert expiry_of(bytes(without)) == dt.datetime(2030, 1, 1, tzinfo=dt.UTC).timestamp()


def test_what_is_no_certificate_has_no_end() -> None:
    """Whatever it is, and where it is cut off."""
    der = issued(dt.datetime(2030, 1, 1, tzinfo=dt.UTC))
    assert expiry_of(b"") is None
    assert expiry_of(b"no certificate") is None
    for end in range(120):
        assert expiry_of(der[:end]) is None
    generator = random.Random(7)  # noqa: S311 - it is to be the same every time
    for _ in range(2000):
        expiry_of(generator.randbytes(60))
        broken = bytearray(der)
        broken[generator.randrange(200)] = generator.randrange(256)
        expiry_of(bytes(broken))


@pytest.mark.parametrize("error", [CheckFailed(Reason.TIMEOUT), ConnectionResetError()])
def test_a_server_that_does_not_present_it_again_has_no_end(error: Exception) -> None:
    """The failure to trust it is known, and is what counts."""

    def connect(_: ssl.SSLContext) -> TimedSocket:
        raise error

    assert presented_expiry(connect) is None
