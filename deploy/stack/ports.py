"""Free loopback ports."""

from __future__ import annotations

import secrets
import socket
from pathlib import Path

LOOPBACK = "127.0.0.1"

_LOWEST = 15000
_given: set[int] = set()


def free_port() -> int:
    """Return a loopback TCP port on which nobody listens; never the same one twice.

    It lies below the range from which the kernel takes the ports of outgoing connections: one of
    that range would be lost to any client while its server is broken on purpose.
    """
    while True:
        port = secrets.choice(range(_LOWEST, _first_ephemeral_port()))
        if port not in _given and not is_taken(port):
            _given.add(port)
            return port


def is_taken(port: int) -> bool:
    """Whether a socket other than a closing one holds the loopback port."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((LOOPBACK, port))
        except OSError:
            return True
    return False


def listens(port: int) -> bool:
    """Whether the loopback port takes a connection."""
    try:
        with socket.create_connection((LOOPBACK, port), timeout=1):
            return True
    except OSError:
        return False


def _first_ephemeral_port() -> int:
    span = Path("/proc/sys/net/ipv4/ip_local_port_range").read_text(encoding="ascii")
    first = int(span.split()[0])
    # Where the kernel hands out nearly all ports, there is no better place than among them.
    return first if first >= _LOWEST + 1000 else 60000
