"""Addresses and networks as they stand in settings and in requests."""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Iterable
from functools import lru_cache

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
Network = ipaddress.IPv4Network | ipaddress.IPv6Network

_PORT = re.compile(r"(?P<host>[0-9.]+|\[[^\]]*\])(:[0-9]{1,5})?")
_LIKE_ONE = re.compile(r"(?=.*[.:])[0-9A-Fa-f.:/]{1,49}")
"""A slip in an address or network, which an error may repeat; no word and no key is like that."""


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


def network_of(text: str) -> Network:
    """Return the network that a text names; an address is the network of itself alone.

    A network with bits of a host in it, like ``10.0.0.5/8``, is refused: it may be meant for one
    address, and would let a whole network in. IPv4 in the clothes of IPv6 (``::ffff:10.0.0.5``) is
    IPv4.

    Args:
        text: Like ``10.0.0.0/8``, ``192.0.2.7``, ``2001:db8::/32`` or ``::1``.

    Raises:
        ValueError: It names none. The message says what is wrong and how to write it, and repeats
            the text only if it looks like an address.
    """
    text = text.strip()
    try:
        found = ipaddress.ip_network(text, strict=False)
    except ValueError:
        found = None
    if found is None or "%" in text:
        shown = f"{text!r} is " if _LIKE_ONE.fullmatch(text) else ""
        raise ValueError(
            f"{shown}no IP address or network like 192.0.2.7, 10.0.0.0/8, 2001:db8::/32"
        )
    address = text.partition("/")[0]
    if ipaddress.ip_address(address) != found.network_address:
        raise ValueError(
            f"{text!r} is both an address and a network: write {found} for the network or "
            f"{address} for the address"
        )
    return _as_ipv4(found)


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


def _as_ipv4(found: Network) -> Network:
    if isinstance(found, ipaddress.IPv4Network) or found.prefixlen < 96:
        return found
    mapped = found.network_address.ipv4_mapped
    return ipaddress.IPv4Network((mapped, found.prefixlen - 96)) if mapped else found
