"""Runs that pause: their servers are at work on a long answer, and others are asked meanwhile."""

from __future__ import annotations

from collections import deque
from typing import NamedTuple

from django_health.engine.flight import Flight

LONGEST = 0.002
"""Seconds after which a run goes on although others wait, so that its time remains its own."""

MOST = 4
"""Runs that pause at the same time, for their servers may be on one machine."""


class _Pause(NamedTuple):
    flight: Flight
    since: float


class Pauses:
    """The runs that pause now, in the order in which they go on; not safe for concurrent use."""

    def __init__(self) -> None:
        self._pauses: deque[_Pause] = deque()

    def __bool__(self) -> bool:
        return bool(self._pauses)

    def begin(self, flight: Flight, now: float) -> bool:
        """Let a run pause, if it may: what is slow has a thread that can wait as well."""
        if flight.surplus or len(self._pauses) >= MOST:
            return False
        self._pauses.append(_Pause(flight, now))
        flight.pauses = True
        return True

    def end(self, next_: Flight | None, now: float) -> Flight | None:
        """Return the run that goes on now, if its turn is before that of the next in the queue.

        Args:
            next_: The first in the queue. One that borrows a connection may need just the one that
                a run keeps while it pauses.
            now: Monotonic seconds.
        """
        if not self._pauses:
            return None
        flight, since = self._pauses[0]
        if next_ is not None and not next_.slot.check.borrows and now - since < LONGEST:
            return None
        self._pauses.popleft()
        flight.pauses = False
        return flight
