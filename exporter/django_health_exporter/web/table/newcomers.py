"""How fast one address may open connections."""

from __future__ import annotations

from collections import Counter

from django_health_exporter.web.table.connection import LOCAL

A_SECOND = 50
"""Connections that an address may open in a second; a scraper needs one, a crowd of them ten."""

FLOOD = 1000
"""The same while there is room enough: who comes and goes so fast takes no room, but the time."""

IN_VAIN = 200
"""Connections of an address that may end in a second without a request, before it has to wait."""


class NewcomerRate:
    """Counts the newcomers of each address, second by second.

    Args:
        most: Connections in a second from the same address, where room is scarce.
        flood: The same where it is not.
        in_vain: Connections without a request, after which no more is let in.
    """

    def __init__(self, most: int = A_SECOND, flood: int = FLOOD, in_vain: int = IN_VAIN) -> None:
        self._most = most
        self._flood = flood
        self._in_vain = in_vain
        self._since = 0.0
        self._counts: Counter[str] = Counter()
        self._ended: Counter[str] = Counter()

    def allows(self, group: str, now: float, *, scarce: bool = True) -> bool:
        """Count a newcomer, and tell whether there were not too many; unix sockets may always."""
        if group == LOCAL:
            return True
        if now - self._since >= 1:
            self._since = now
            self._counts.clear()
            self._ended.clear()
        self._counts[group] += 1
        if self._ended[group] >= self._in_vain:
            return False
        return self._counts[group] <= (self._most if scarce else self._flood)

    def ended_in_vain(self, group: str) -> None:
        """Count a connection that has ended without a request."""
        self._ended[group] += 1
