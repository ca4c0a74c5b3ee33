"""What makes a real Memcached uneasy while it goes on answering."""

from __future__ import annotations

import socket
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

from live_servers import Memcached

CLIENTS = 400
"""That it takes at the same time, of which it keeps a dozen to itself."""

ARGUMENTS = ["-m", "2", "-t", "1", "-c", str(CLIENTS)]
"""With which it is so small."""

_REFUSED = 20


def evict(server: Memcached) -> None:
    """Have it drop some ten thousand keys and more."""
    client = server.connect()
    try:
        for start in range(0, 20_000, 1000):
            names = range(start, start + 1000)
            client.set_many({f"dropped:{number}": "x" * 1000 for number in names}, noreply=True)
    finally:
        client.close()


@contextmanager
def crowded(server: Memcached) -> Iterator[None]:
    """Be all the clients that it takes, and for a while some that it does not take."""
    with ExitStack() as inside:
        for _ in range(CLIENTS):
            inside.enter_context(socket.create_connection((server.host, server.port)))
        for _ in range(2):
            for _ in range(_REFUSED):
                with socket.create_connection((server.host, server.port)):
                    pass
            time.sleep(1.5)
        yield
