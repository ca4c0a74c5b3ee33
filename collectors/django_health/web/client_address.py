"""Whose address a request comes from, behind proxies that are trusted to say it."""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Iterable, Mapping
from functools import lru_cache

from django_health.settings import UNIX
from django_health.settings.networks import Network, network_of

Address = ipaddress.IPv4Address | ipaddress.IPv6Address

LONGEST = 32
"""Entries of ``X-Forwarded-For`` beyond which nobody believes it."""

_PORT = re.compile(r"(?P<host>[0-9.]+|\[[^\]]*\])(:[0-9]{1,5})?")
_PROXY_HEADERS = ("HTTP_FORWARDED", "HTTP_VIA", "HTTP_X_REAL_IP")


def client_address(
    meta: Mapping[str, object], trusted_proxies: Iterable[str] = ()
) -> Address | None:
    """Return the address of the client; ``None`` where it cannot be known.

    It is the address that the connection comes from. As long as that is a trusted proxy's, it is
    the one that this proxy says it was asked by: the entry of ``X-Forwarded-For`` to the left,
    where each proxy adds to the right. What stands to the left of the first address that is not
    trusted may be anybody's invention and is not looked at.

    Args:
        meta: ``META`` of the request.
        trusted_proxies: Addresses and networks, and ``unix``.

    Raises:
        ValueError: A text among the trusted proxies is none of these.
    """
    names = tuple(trusted_proxies)
    proxies = networks_of(tuple(name for name in names if name != UNIX))
    remote = str(meta.get("REMOTE_ADDR") or "")
    address = address_of(remote)
    if address is None and (remote or UNIX not in names):
        return None
    header = str(meta.get("HTTP_X_FORWARDED_FOR") or "")
    entries = header.split(",") if header else []
    while entries and (address is None or is_among(address, proxies)):
        address = None if len(entries) > LONGEST else address_of(entries.pop())
        if address is None:
            return None
    return address


def is_direct_loopback(meta: Mapping[str, object]) -> bool:
    """Whether a request comes from this very machine, and no proxy handed it on."""
    address = address_of(str(meta.get("REMOTE_ADDR") or ""))
    return address is not None and address.is_loopback and not _is_handed_on(meta)


@lru_cache(maxsize=8)
def networks_of(texts: tuple[str, ...]) -> tuple[Network, ...]:
    """Return the networks that texts name; settings are few and asked for at each request.

    Raises:
        ValueError: A text names none.
    """
    return tuple(map(network_of, texts))


def is_among(address: Address, networks: Iterable[Network]) -> bool:
    """Whether an address is in one of some networks."""
    return any(address in network for network in networks)


def address_of(text: str) -> Address | None:
    """Return the address that a text names, with or without a port; ``None`` where it names none.

    IPv4 in the clothes of IPv6 (``::ffff:10.0.0.1``) is IPv4. A zone (``fe80::1%eth0``) is refused,
    as it means something on one machine alone.
    """
    text = text.strip()
    if found := _PORT.fullmatch(text):
        text = found["host"].strip("[]")
    if "%" in text:
        return None
    try:
        address = ipaddress.ip_address(text)
    except ValueError:
        return None
    return getattr(address, "ipv4_mapped", None) or address


def _is_handed_on(meta: Mapping[str, object]) -> bool:
    return any(key in _PROXY_HEADERS or key.startswith("HTTP_X_FORWARDED_") for key in meta)
