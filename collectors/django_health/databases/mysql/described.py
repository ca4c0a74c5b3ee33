"""The description of a result's columns, known again where it comes byte for byte as before.

It comes before the rows of each result, and mostly is longer than these: the state of replication
has more than fifty columns and mostly no row. To take it apart at each run costs more than all
other answers of the server.
"""

from __future__ import annotations

from typing import NamedTuple

MOST = 32
"""Descriptions that are kept: those of a run, and of those who borrow the connection."""

LONGEST = 16384
"""Bytes of one that is kept; that of replication has a quarter of them."""

_BEGIN = 5
"""Bytes by which one is looked for: length and number of the first packet, and how many columns."""


class Columns(NamedTuple):
    """Columns as the server describes them.

    Attributes:
        columns: A description for each.
        packets: All that stands before the first row, as it came.
        before: The number of the packet before it.
        last: That of its last packet.
    """

    columns: list[bytes]
    packets: bytes
    before: int
    last: int


class Described:
    """The descriptions that a connection has read."""

    def __init__(self) -> None:
        self._known: dict[bytes, Columns] = {}

    def keep(self, packets: bytes, columns: list[bytes], before: int, last: int) -> None:
        """Keep a description, in the place of one that begins in the same way.

        Args:
            packets: As the server sent them, with their heads.
            columns: What is in them.
            before: The number of the packet before them.
            last: That of the last of them.
        """
        if len(packets) > LONGEST:
            return
        begin = packets[:_BEGIN]
        if begin not in self._known and len(self._known) >= MOST:
            self._known.clear()
        self._known[begin] = Columns(columns, packets, before, last)

    def at(self, buffer: bytes, start: int, number: int) -> Columns | None:
        """Return a description if the very same packets stand there.

        Args:
            buffer: What has come.
            start: Where in it the result begins.
            number: That of the packet before.
        """
        known = self._known.get(buffer[start : start + _BEGIN])
        if known is None or known.before != number or not buffer.startswith(known.packets, start):
            return None
        return known
