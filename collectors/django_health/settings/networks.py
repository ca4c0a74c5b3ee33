"""Addresses and networks as they stand in settings."""

from __future__ import annotations

import ipaddress

Network = ipaddress.IPv4Network | ipaddress.IPv6Network


def network_of(text: str) -> Network:
    """Return the network that a text names; an address is the network of itself alone.

    A network with bits of a host in it, like ``10.0.0.5/8``, is refused: it may be meant for one
    address, and would let a whole network in. IPv4 in the clothes of IPv6 (``::ffff:10.0.0.5``) is
    IPv4.

    Args:
        text: Like ``10.0.0.0/8``, ``192.0.2.7``, ``2001:db8::/32`` or ``::1``.

    Raises:
        ValueError: It names none; the text says what is wrong and how to write it.
    """
    try:
        found = ipaddress.ip_network(text.strip(), strict=False)
    except ValueError:
        found = None
    if found is None or "%" in text:
        raise ValueError(
            f"{text!r} is no IP address or network like 192.0.2.7, 10.0.0.0/8 or 2001:db8::/32"
        )
    address = text.strip().partition("/")[0]
    if ipaddress.ip_address(address) != found.network_address:
        raise ValueError(
            f"{text!r} is both an address and a network: write {found} for the network or "
            f"{address} for the address"
        )
    return _as_ipv4(found)


def _as_ipv4(found: Network) -> Network:
    if isinstance(found, ipaddress.IPv4Network) or found.prefixlen < 96:
        return found
    mapped = found.network_address.ipv4_mapped
    return ipaddress.IPv4Network((mapped, found.prefixlen - 96)) if mapped else found
