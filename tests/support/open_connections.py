"""Connections on real sockets, without a server, for what sorts and closes them."""

from __future__ import annotations

import asyncio
import socket
import weakref
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from functools import partial

from django_health_exporter.web.table import Connection, ConnectionCounts, ConnectionTable
from django_health_exporter.web.table.streams import opened

LONG = 3600.0
"""Seconds that never pass in a test."""


class Clients:
    """Clients of a table, and what they see.

    Attributes:
        table: Where they are.
        counts: What it counts.
    """

    def __init__(
        self, room: int = 8, read: float = LONG, write: float = LONG, idle: float = LONG
    ) -> None:
        self.counts = ConnectionCounts()
        self.table = ConnectionTable(room, read, write, idle, self.counts)
        self._others: dict[Connection, socket.socket] = {}

    def come(self, group: str = "192.0.2.1") -> Connection:
        """Open a connection and put it into the table."""
        ours, other = socket.socketpair()
        connection = Connection(opened(ours, None), group, group, "http", self.table.answered)
        self._others[connection] = other
        self.table.add(connection)
        return connection

    def come_and_go(self) -> weakref.ref[object]:
        """Open a connection which is evicted; return what tells whether its stream lives on."""
        connection = self.come()
        self.other_end(connection).close()
        del self._others[connection]
        connection.stream.heard = partial(self.table.heard, connection)
        self.table.evict(connection)
        return weakref.ref(connection.stream)

    def idle(self, group: str = "192.0.2.1") -> Connection:
        """A connection that has been answered."""
        connection = self.come(group)
        self.table.asked(connection)
        self.table.awaits(connection)
        return connection

    def clogged(self, page: bytes, group: str = "192.0.2.1") -> Connection:
        """A connection that does not take its answer."""
        connection = self.come(group)
        self.table.asked(connection)
        connection.stream.write(page)
        self.table.answered(connection, page)
        return connection

    def other_end(self, connection: Connection) -> socket.socket:
        """The client's socket."""
        return self._others[connection]

    def close(self) -> None:
        """Close everything."""
        self.table.end()
        for connection, other in self._others.items():
            self.table.remove(connection)
            connection.stream.close()
            other.close()


@contextmanager
def clients(
    room: int = 8, *, read: float = LONG, write: float = LONG, idle: float = LONG
) -> Iterator[Clients]:
    """Have a table with room for so many, on the running loop."""
    ground = Clients(room, read, write, idle)
    try:
        yield ground
    finally:
        ground.close()


def on_a_loop(test: Callable[[], Awaitable[None]]) -> Callable[[], None]:
    """Make a plain test of a coroutine."""

    def run() -> None:
        async def main() -> None:
            await test()

        asyncio.run(main())

    run.__name__, run.__doc__, run.__module__ = test.__name__, test.__doc__, test.__module__
    return run


async def until(holds: Callable[[], bool], patience: float = 20.0) -> None:
    """Let the loop go on until something is so."""
    async with asyncio.timeout(patience):
        while not holds():  # noqa: ASYNC110 - there is no event to wait for
            await asyncio.sleep(0.01)
