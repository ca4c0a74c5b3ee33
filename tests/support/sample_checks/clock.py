"""A clock that stands still until a test sets it."""

from __future__ import annotations


class HandClock:
    """Returns the same seconds until ``now`` is changed."""

    def __init__(self, now: float = 1000.0) -> None:
        self.now = now

    def __call__(self) -> float:
        """Return the seconds that it shows."""
        return self.now
