"""The moment by which a run must have ended, shared by all that waits during it."""

from __future__ import annotations

import select
import time

from django_health.failure import CheckFailed
from django_health.result import Reason

_GLANCE = 0.1
"""Seconds after which a wait looks whether it was cancelled."""


class Deadline:
    """How long a run may still wait, and whether it was told to end.

    A cancelled run is woken by its own next glance, not by a shutdown of its socket from another
    thread: a driver closes and replaces its sockets as it likes while it connects, and a shutdown
    could then hit a descriptor that by now belongs to somebody else.

    Args:
        seconds: From now on.
        whole: The deadline of which this one is a part: it ends and is cancelled with that.
    """

    def __init__(self, seconds: float, whole: Deadline | None = None) -> None:
        self._end = time.monotonic() + seconds
        self._whole = whole
        self._is_cancelled = False

    def cancel(self) -> None:
        """End all waiting within a tenth of a second; may be called from any thread."""
        self._is_cancelled = True

    def left(self) -> float:
        """Return the seconds that are left.

        Raises:
            CheckFailed: None are left, or the run was cancelled.
        """
        most = self._whole.left() if self._whole is not None else float("inf")
        left = self._end - time.monotonic()
        if self._is_cancelled or left <= 0:
            raise CheckFailed(Reason.TIMEOUT)
        return min(left, most)

    def part(self, seconds: float) -> Deadline:
        """Return a deadline after so many seconds, but never later than this one."""
        return Deadline(seconds, self)

    def wait(self, descriptor: int, events: int) -> None:
        """Wait until a descriptor is ready.

        Args:
            descriptor: Of a socket.
            events: ``select.POLLIN``, ``select.POLLOUT`` or both.

        Raises:
            CheckFailed: It did not become so in time.
        """
        poll = select.poll()
        poll.register(descriptor, events)
        while not poll.poll(min(self.left(), _GLANCE) * 1000):
            pass
