"""The description of a result's columns, known again where it comes byte for byte as before.

The state of replication has more than fifty columns and mostly no row: to take their description
apart at each run costs more than all other answers of the server.
"""

from __future__ import annotations

from typing import NamedTuple

MANY = 16
"""Columns whose description is worth keeping."""


class Columns(NamedTuple):
    """Columns as the server describes them.

    Attributes:
        columns: A description for each.
        end: Where in the buffer they end.
    """

    columns: list[bytes]
    end: int


class Described:
    """The last description of many columns that a connection has read."""

    def __init__(self) -> None:
        self._packets = b""
        self._columns: list[bytes] = []

    def keep(self, packets: bytes, columns: list[bytes]) -> None:
        """Keep a description if it is a long one.

        Args:
            packets: As the server sent them, with their heads.
            columns: What is in them.
        """
        if len(columns) >= MANY:
            self._packets, self._columns = packets, columns

    def at(self, buffer: bytes, start: int, count: int, number: int) -> Columns | None:
        """Return the columns if the very same packets stand there.

        Args:
            buffer: What has come.
            start: Where in it the description begins.
            count: How many columns it is to have.
            number: That of the packet before.
        """
        if len(self._columns) != count or not buffer.startswith(self._packets, start):
            return None
        if self._packets[3] != (number + 1) & 0xFF:  # the number stands behind the length
            return None
        return Columns(self._columns, start + len(self._packets))
