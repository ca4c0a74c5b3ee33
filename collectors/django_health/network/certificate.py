"""When a certificate ends.

The standard library tells that of certificates that it could verify, and those that have expired
are none; so this one field is read from the certificate itself.
"""

from __future__ import annotations

import ssl
from collections.abc import Callable
from datetime import UTC, datetime

from django_health.failure import CheckFailed
from django_health.network.authorities import unverified
from django_health.network.timed_socket import TimedSocket

_VERSION = 0xA0
_FORMATS = {0x17: "%y%m%d%H%M%SZ", 0x18: "%Y%m%d%H%M%SZ"}
"""UTCTime and GeneralizedTime, as RFC 5280 has them."""


def expiry_of(certificate: bytes) -> float | None:
    """Return the end (``notAfter``) of a certificate in DER, in Unix seconds.

    ``None`` where there is no certificate, or its time is not written as RFC 5280 wants it.
    """
    try:
        tag, text = _end_of_validity(certificate)
        end = datetime.strptime(text.decode("ascii"), _FORMATS[tag])  # noqa: DTZ007 - next line
    except (LookupError, ValueError):
        return None
    return end.replace(tzinfo=UTC).timestamp()


def presented_expiry(connect: Callable[[ssl.SSLContext], TimedSocket]) -> float | None:
    """Return the end of the certificate of a server that could not be verified.

    Args:
        connect: Opens a new connection with the given context. It says on it no more than it takes
            to have it encrypted (of SMTP: the greetings and STARTTLS), and nothing that is secret.
    """
    try:
        with connect(unverified()) as connection:
            return expiry_of(connection.certificate)
    except (CheckFailed, OSError):  # it is gone meanwhile; the failure is already known
        return None


def _end_of_validity(der: bytes) -> tuple[int, bytes]:
    """The tag and the text of ``notAfter``: Certificate, tbsCertificate, validity, second time."""
    _, at, _ = _element(der, 0)
    _, at, _ = _element(der, at)
    tag, _, end = _element(der, at)
    if tag == _VERSION:  # left out by certificates of the first version
        at = end
    for _ in ("serialNumber", "signature", "issuer"):
        at = _element(der, at)[2]
    _, at, _ = _element(der, at)
    at = _element(der, at)[2]
    tag, start, end = _element(der, at)
    return tag, der[start:end]


def _element(der: bytes, at: int) -> tuple[int, int, int]:
    """The tag of the element at a place, and where its content begins and ends."""
    tag, length, start = der[at], der[at + 1], at + 2
    if length & 0x80:
        octets = length & 0x7F
        length = int.from_bytes(der[start : start + octets])
        start += octets
    return tag, start, start + length
