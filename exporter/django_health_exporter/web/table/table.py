"""The connections that are open, and the moves of each through its stages."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Callable, Iterator

from django_health_exporter.web.table.connection import Connection, Stage
from django_health_exporter.web.table.counts import ConnectionCounts
from django_health_exporter.web.table.deadlines import Deadlines
from django_health_exporter.web.table.eviction import victim
from django_health_exporter.web.table.memory import INCOMING, largest_request, one_too_many
from django_health_exporter.web.table.newcomers import NewcomerRate
from django_health_exporter.web.table.streams import throw_away


class ConnectionTable:
    """Holds every connection at one of four stages; all is done on the event loop.

    ``reading``: a request comes in, or the first is awaited, with the TLS handshake before it.
    ``answering``: a request is being worked at. ``sending``: the answer is made, and the client
    takes it slowly. ``idle``: another request is awaited.

    Args:
        room: Connections that may be open.
        read: Seconds for a request, from the connection's or its own first byte to its last.
        write: Seconds for taking an answer.
        idle: Seconds between an answer and the next request.
        counts: Where it is told what happened.
    """

    def __init__(
        self, room: int, read: float, write: float, idle: float, counts: ConnectionCounts
    ) -> None:
        self.counts = counts
        self._room = room
        self._reading = Stage(read)
        self._answering = Stage()
        self._sending = Stage(write)
        self._idle = Stage(idle)
        self._held: Counter[str] = Counter()
        self._incoming = 0
        self._rate = NewcomerRate()
        timed = (self._reading, self._sending, self._idle)
        self._deadlines = Deadlines(timed, self._overrun)
        self.calmer: Callable[[], None] | None = None
        """Called when an answer was given, or its client has gone."""

    @property
    def busy(self) -> bool:
        """Whether an answer is being made, or taken."""
        return bool(self._answering.members or self._sending.members)

    def __iter__(self) -> Iterator[Connection]:
        for stage in (self._reading, self._answering, self._sending, self._idle):
            yield from list(stage.members)

    def has_room(self, group: str) -> bool:
        """Make room for a newcomer, at somebody's cost if need be; ``False`` if there is none."""
        scarce = self.counts.open * 2 >= self._room
        if not self._rate.allows(group, asyncio.get_running_loop().time(), scarce=scarce):
            self.counts.refused += 1
            return False
        if self.counts.open < self._room:
            return True
        gives_way = victim(self._reading, self._sending, self._idle, self._held, self._room)
        if gives_way is None:
            self.counts.refused += 1
            return False
        self.evict(gives_way)
        return True

    def add(self, connection: Connection) -> None:
        """Take a newcomer up."""
        self.counts.open += 1
        self.counts.accepted += 1
        self._held[connection.group] += 1
        self._enter(connection, self._reading)

    def heard(self, connection: Connection, count: int) -> None:
        """Note that bytes of a request have come."""
        if connection.stage is None:
            return
        connection.incoming += count
        self._incoming += count
        if connection.stage is self._idle:
            self._move(connection, self._reading)
        while self._incoming > INCOMING:
            largest = largest_request(self._reading, self._sending)
            if largest is None:
                break
            self.evict(largest)

    def asked(self, connection: Connection) -> None:
        """Note that a request is complete."""
        connection.has_asked = True
        self._forget_incoming(connection)
        self._move(connection, self._answering)

    def answered(self, connection: Connection, page: bytes) -> None:
        """Note that a page has been handed over; the client may take it slowly."""
        if connection.stage is self._answering and connection.stream.writing():
            connection.unsent = page
            self._move(connection, self._sending)
            while slow := one_too_many(self._sending, self._held):
                self.evict(slow)

    def awaits(self, connection: Connection) -> None:
        """Note that the next request is awaited; the first one was from the beginning."""
        if connection.stage is self._answering or connection.stage is self._sending:
            connection.unsent = b""
            self._move(connection, self._reading if connection.incoming else self._idle)
            if self.calmer:
                self.calmer()

    def evict(self, connection: Connection) -> None:
        """Close a connection for the others' sake."""
        self.counts.evicted += 1
        self._drop(connection)

    def remove(self, connection: Connection) -> None:
        """Forget a connection that is closed, if it is not forgotten yet."""
        if connection.stage is None:
            return
        del connection.stage.members[connection]
        connection.stage = None
        connection.release()
        if not connection.has_asked:
            self._rate.ended_in_vain(connection.group)
        self._forget_incoming(connection)
        self.counts.open -= 1
        self._held[connection.group] -= 1
        if not self._held[connection.group]:
            del self._held[connection.group]
        if self.calmer:
            self.calmer()

    def end(self) -> None:
        """Close nobody any more."""
        self._deadlines.end()

    def _overrun(self, connection: Connection) -> None:
        if connection.stage is not self._idle:
            self.counts.timed_out += 1
        self._drop(connection)

    def _drop(self, connection: Connection) -> None:
        if connection.stage is self._sending:
            throw_away(connection.stream)
        self.remove(connection)
        connection.stream.close()

    def _forget_incoming(self, connection: Connection) -> None:
        self._incoming -= connection.incoming
        connection.incoming = 0

    def _move(self, connection: Connection, stage: Stage) -> None:
        if connection.stage is not None:  # else it was dropped before tornado noticed
            del connection.stage.members[connection]
            self._enter(connection, stage)

    def _enter(self, connection: Connection, stage: Stage) -> None:
        stage.members[connection] = None
        connection.stage = stage
        connection.since = asyncio.get_running_loop().time()
        if stage.limit is not None:
            self._deadlines.watch(connection.since + stage.limit)
