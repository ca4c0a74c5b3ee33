"""How far the clock of a database server is from that of this host."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import NamedTuple

LIMIT = 5.0
"""Seconds of difference that warn: by then times of the two, compared, give wrong answers."""

STATEMENTS = {
    "postgresql": "SELECT (EXTRACT(EPOCH FROM clock_timestamp()) * 1000000)::bigint",
    "mysql": "SELECT TIMESTAMPDIFF(MICROSECOND, '1970-01-01 00:00:00', UTC_TIMESTAMP(6))",
}
"""By the kind of database, what gives its Unix time in microseconds, whatever its time zone.

SQLite is not there: it has no clock but that of this host.
"""

_SAMPLES = 2


class Skew(NamedTuple):
    """How far a clock is off.

    Attributes:
        seconds: Positive when the server's clock is ahead of this host's.
        uncertainty: Seconds that it may be more or less: half of the round trip.
    """

    seconds: float
    uncertainty: float

    @property
    def is_too_large(self) -> bool:
        """Whether it is certainly above the limit."""
        return abs(self.seconds) - self.uncertainty > LIMIT

    @property
    def sentence(self) -> str:
        """It in words."""
        way = "ahead of" if self.seconds > 0 else "behind"
        return (
            f"the database's clock is {abs(self.seconds):.1f} s {way} this host's "
            f"(warning above {LIMIT:g} s)"
        )


def measured(ask: Callable[[], int], wall_clock: Callable[[], float] = time.time) -> Skew:
    """Return the skew by the quickest of a few questions.

    Args:
        ask: Asks the server for its Unix time in microseconds.
        wall_clock: This host's Unix time in seconds.
    """
    samples = (_sample(ask, wall_clock) for _ in range(_SAMPLES))
    return min(samples, key=lambda sample: sample.uncertainty)


def _sample(ask: Callable[[], int], wall_clock: Callable[[], float]) -> Skew:
    """One question; the server is taken to look at its clock in the middle of the round trip."""
    before, started = wall_clock(), time.perf_counter()
    theirs = ask() / 1_000_000
    half = (time.perf_counter() - started) / 2
    return Skew(theirs - (before + half), half)
