"""The usage of a processor between two looks at its counters."""

from __future__ import annotations

from typing import NamedTuple

MIN_WINDOW = 0.1
"""Seconds under which a usage would be noise: the kernel counts in hundredths."""

MIN_AGE = 1.0
"""Seconds that a sample must be old before the next one takes its place."""

JUDGED_OVER = 30.0
"""Seconds from which on a usage may alarm: what is busy for less is at work, not in need."""


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
    is old enough: several scrapers at once then share a window as long as their interval, instead
    of each measuring the milliseconds since the other.

    Args:
        min_age: Seconds that a sample must be old before the next one takes its place.
    """

    def __init__(self, min_age: float = MIN_AGE) -> None:
        self._min_age = min_age
        self._base: Sample | None = None
        self._newest: Sample | None = None

    def usage(self, sample: Sample) -> float | None:
        """Return the busy share since the base, and keep the sample where it is time.

        Returns:
            The ratio, or ``None`` where the window is too short or a counter went back.
        """
        base = self._moved(sample)
        total, busy = sample.total - base.total, sample.busy - base.busy
        length = sample.time - base.time
        if length < MIN_WINDOW or total <= 0 or busy < 0:
            return None
        return busy / total

    def _moved(self, sample: Sample) -> Sample:
        if self._base is None or self._newest is None:
            self._base = self._newest = sample
        elif sample.time - self._newest.time >= self._min_age:
            self._base, self._newest = self._newest, sample
        return self._base


class Usage(NamedTuple):
    """A usage over two windows.

    Attributes:
        now: The ratio since about the previous look, to be told.
        lasting: The ratio over half a minute or more, to be held against a threshold; ``None``
            until that time has gone by.
    """

    now: float | None
    lasting: float | None


class UsageWindows:
    """A short window, which is told, and a long one, which may alarm."""

    def __init__(self) -> None:
        self._short = UsageWindow()
        self._long = UsageWindow(JUDGED_OVER)
        self._first: float | None = None

    def usage(self, sample: Sample) -> Usage:
        """Return both usages, and keep the sample where it is time."""
        if self._first is None:
            self._first = sample.time
        lasting = self._long.usage(sample)
        is_judged = sample.time - self._first >= JUDGED_OVER
        return Usage(self._short.usage(sample), lasting if is_judged else None)
