"""A client that asks and asks and reads nothing, until the daemon cannot send any more."""

from __future__ import annotations

import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

PATIENCE = 30.0
REQUESTS = 120
"""So many that their answers do not fit into the kernel's buffers, which take some megabytes."""

_SMALL = 2048
_STILL = 0.5


@contextmanager
def clogged(place: tuple[str, int], path: str) -> Iterator[None]:
    """Ask for more than the kernel holds; inside, an answer is stuck in the middle.

    At the end the client leaves, with most of it unread.
    """
    with socket.socket() as connection:
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, _SMALL)
        connection.settimeout(PATIENCE)
        connection.connect(place)
        connection.sendall(f"GET {path} HTTP/1.1\r\nHost: canary\r\n\r\n".encode() * REQUESTS)
        _wait_until_stuck(place[1], connection.getsockname()[1])
        yield


def _wait_until_stuck(server: int, client: int) -> None:
    """Wait until what the daemon's kernel holds for a client does not grow any more."""
    deadline, since, held = time.monotonic() + PATIENCE, time.monotonic(), 0
    while not held or time.monotonic() - since < _STILL:
        if time.monotonic() > deadline:
            message = f"{held} bytes wait for a client, and still more come"
            raise RuntimeError(message)
        if (now := _unsent(server, client)) != held:
            since, held = time.monotonic(), now
        time.sleep(0.02)


def _unsent(server: int, client: int) -> int:
    """Bytes that the kernel holds at the server's side of a connection on loopback."""
    for line in Path("/proc/net/tcp").read_text(encoding="ascii").splitlines()[1:]:
        _, here, there, _, queues, *_ = line.split()
        if (_port(here), _port(there)) == (server, client):
            return int(queues.partition(":")[0], 16)
    return 0


def _port(address: str) -> int:
    return int(address.partition(":")[2], 16)
