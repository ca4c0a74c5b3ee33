"""The usage of a processor between two looks at its counters."""

from __future__ import annotations

from typing import NamedTuple

MIN_WINDOW = 0.1
"""Seconds under which a usage would be noise: the kernel counts in hundredths."""

STEADY = 1.0
"""Seconds from which on a usage may alarm: shorter ones are bursts, like this program's start."""

MIN_AGE = 1.0
"""Seconds that a sample must be old before the next one takes its place."""


class Sample(NamedTuple):
    """Counters at one time: what was busy, and what could have been.

    Attributes:
        time: When, in seconds of a monotonic clock.
        busy: Seconds of work done so far.
        total: Seconds gone by so far, busy or not, in the same measure.
    """

    time: float
    busy: float
    total: float


class UsageWindow:
    """The usage since the previous look, whoever looks and however often.

    Two samples are kept. A look measures from the older one, and becomes the newer one where that
    is a second old: several scrapers at once then share a window as long as their interval, instead
    of each measuring the milliseconds since the other.
    """

    def __init__(self) -> None:
        self._base: Sample | None = None
        self._newest: Sample | None = None
        self._length = 0.0

    @property
    def is_steady(self) -> bool:
        """Whether the last look measured over long enough to be held against a threshold."""
        return self._length >= STEADY

    def usage(self, sample: Sample) -> float | None:
        """Return the busy share since the base, and keep the sample where it is time.

        Returns:
            The ratio, or ``None`` where the window is too short or a counter went back.
        """
        base = self._moved(sample)
        total, busy = sample.total - base.total, sample.busy - base.busy
        self._length = sample.time - base.time
        if self._length < MIN_WINDOW or total <= 0 or busy < 0:
            return None
        return busy / total

    def _moved(self, sample: Sample) -> Sample:
        if self._base is None or self._newest is None:
            self._base = self._newest = sample
        elif sample.time - self._newest.time >= MIN_AGE:
            self._base, self._newest = self._newest, sample
        return self._base
