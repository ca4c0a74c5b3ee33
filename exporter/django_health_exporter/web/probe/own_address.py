"""Under which address a client reaches the daemon; nothing that it says itself is believed."""

from __future__ import annotations

import ipaddress
import socket


def own_address(connection: socket.socket | None) -> str | None:
    """Return the address that a connection came to, as ``HOST:PORT``.

    A unix socket has none, and neither has a connection that is closed already.
    """
    if connection is None or connection.family == socket.AF_UNIX:
        return None
    name = connection.getsockname()
    address = ipaddress.ip_address(name[0])
    if isinstance(address, ipaddress.IPv6Address):
        # A socket for both families sees a client of the older one so.
        address = address.ipv4_mapped or address
    host = f"[{address}]" if address.version == 6 else str(address)
    return f"{host}:{name[1]}"
