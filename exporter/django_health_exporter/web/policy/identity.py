"""The certificate and the key that the server shows its clients."""

from __future__ import annotations

import ssl
from collections.abc import Mapping
from typing import NoReturn

from django_health.settings.validation import InvalidDocument
from django_health_exporter.web.policy.pem import Pem, PemReader, encrypted, in_memory
from django_health_exporter.web.policy.schema import TlsSection

_NO_PAIR = "the private key is not that of the certificate: give the two of a pair"

_REASONS: Mapping[str, str] = {
    "KEY_VALUES_MISMATCH": _NO_PAIR,
    "KEY_TYPE_MISMATCH": _NO_PAIR,
    "NO_CERTIFICATE_ASSIGNED": _NO_PAIR,
    "EE_KEY_TOO_SMALL": "the key is too short for OpenSSL: make one of 2048 bits or more",
    "CA_KEY_TOO_SMALL": "an authority's key is too short for OpenSSL: have it issued by another",
    "CA_MD_TOO_WEAK": "it is signed with a digest too weak for OpenSSL: have it issued anew",
}
"""What OpenSSL says of a pair, in words."""


def load_identity(context: ssl.SSLContext, section: TlsSection, pem: PemReader) -> None:
    """Make a context show the certificate of a section.

    Raises:
        InvalidDocument: One of the two is missing or cannot be used, or they are no pair.
    """
    certificate = pem.take("cert", section.cert, section.cert_file)
    key = pem.take("key", section.key, section.key_file)
    if certificate is None:
        raise InvalidDocument(f"{pem.place}: TLS needs a certificate: add 'cert_file' or 'cert'")
    if key is None:
        raise InvalidDocument(f"{pem.place}: TLS needs a private key: add 'key_file' or 'key'")
    certificate.require_certificate()
    key.require_key()
    _load(context, certificate, key)


def _load(context: ssl.SSLContext, certificate: Pem, key: Pem) -> None:
    def no_password() -> NoReturn:
        raise encrypted(key.place)

    with in_memory(certificate) as chain, in_memory(key) as private:
        try:
            context.load_cert_chain(chain, private, no_password)
        except ssl.SSLError as error:
            raise _explained(error, certificate, key) from None
        except OSError as error:
            raise InvalidDocument(
                f"{certificate.place}: cannot be loaded: {error.strerror}"
            ) from None


def _explained(error: ssl.SSLError, certificate: Pem, key: Pem) -> InvalidDocument:
    if sentence := _REASONS.get(error.reason):
        return InvalidDocument(f"{certificate.place}: {sentence}")
    ill = key if _is_certificate(certificate) else certificate
    return InvalidDocument(f"{ill.place}: is broken, OpenSSL cannot read it: give it in whole")


def _is_certificate(certificate: Pem) -> bool:
    """Whether OpenSSL can read it alone."""
    with in_memory(certificate) as path:
        try:
            ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER).load_verify_locations(path)
        except OSError:
            return False
    return True
