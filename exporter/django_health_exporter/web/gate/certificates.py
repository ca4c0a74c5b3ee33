"""The certificate with which a client came."""

from __future__ import annotations

import ssl
from collections.abc import Collection, Iterator
from ipaddress import ip_address
from typing import Any

NAMES = ("DNS", "email", "URI")
"""The kinds of names that are compared as they stand in the certificate, to the letter."""


def certificate_of(connection: object) -> dict[str, Any] | None:
    """Return the certificate of a socket's other side, if an authority that is trusted signed it.

    (Python's ``ssl`` shows no certificate but those that it has verified.)
    """
    if not isinstance(connection, ssl.SSLSocket) or connection.fileno() < 0:
        return None
    try:
        return connection.getpeercert() or None
    except (OSError, ValueError):  # the handshake, or the connection, is not there
        return None


def carries_any(certificate: dict[str, Any], allowed: Collection[str]) -> bool:
    """Whether one of the subject's alternative names is among those that are allowed.

    As in Prometheus' exporters: names to the letter, addresses in their usual form.
    """
    return any(name in allowed for name in _names(certificate.get("subjectAltName", ())))


def _names(alternatives: Collection[tuple[str, str]]) -> Iterator[str]:
    for kind, text in alternatives:
        if kind in NAMES:
            yield text
        elif kind == "IP Address":
            yield from _address(text)


def _address(text: str) -> Iterator[str]:
    try:
        address = ip_address(text.strip())
    except ValueError:  # OpenSSL writes <invalid> where the length is wrong
        return
    yield str(getattr(address, "ipv4_mapped", None) or address)
