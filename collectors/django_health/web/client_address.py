"""Whose address a request comes from, behind proxies that are trusted to say it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from django_health.settings import UNIX
from django_health.settings.addresses import Address, address_of, is_among, networks_of

LONGEST = 32
"""Entries of ``X-Forwarded-For`` beyond which nobody believes it."""

_HANDED_ON = ("HTTP_FORWARDED", "HTTP_X_FORWARDED", "HTTP_VIA")
"""What the headers begin with by which a proxy says that it hands a request on."""

_FOR_A_CLIENT = ("_REAL_IP", "_CLIENT_IP", "_CONNECTING_IP")
"""What the headers end with in which a proxy says for whom: ``X-Real-IP``, ``True-Client-IP``,
``X-Cluster-Client-IP``, ``CF-Connecting-IP`` and their kin."""


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
    return address is not None and address.is_loopback and not any(map(_is_of_a_proxy, meta))


def _is_of_a_proxy(key: str) -> bool:
    return key.startswith("HTTP_") and (key.startswith(_HANDED_ON) or key.endswith(_FOR_A_CLIENT))
