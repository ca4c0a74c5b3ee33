"""Values over time, in seconds before the end of the history; the same in each run."""

from __future__ import annotations

import math
import zlib
from collections.abc import Callable, Sequence

from grafana_history.span import Span, one_of

Shape = Callable[[float], float | None]
"""Gives a value at a time, and none where there is none."""

_HOUR = 3600.0


def steady(value: float) -> Shape:
    """Always the same."""
    return lambda _: value


def wobbling(level: float, seed: str, by: float = 0.1) -> Shape:
    """Around a level, as what is used by people; ``by`` is how far, as a share."""
    phase = zlib.crc32(seed.encode()) / 2**32 * 2 * math.pi

    def value(at: float) -> float:
        slow = math.sin(at / _HOUR * 2.1 + phase)
        fast = math.sin(at / 97 + 3 * phase) * math.sin(at / 31 + 7 * phase)
        return round(level * (1 + by * (0.6 * slow + 0.4 * fast)), 9)

    return value


def whole(shape: Shape) -> Shape:
    """The same in whole numbers."""

    def value(at: float) -> float | None:
        found = shape(at)
        return None if found is None else float(round(found))

    return value


def counting(
    per_second: float, since: float, spans: Sequence[Span] = (), more: float = 0, start: float = 0
) -> Shape:
    """A counter.

    Args:
        per_second: How fast it grows.
        since: The time at which it was at its start.
        spans: When it grows faster.
        more: How much faster, per second.
        start: Its value at its beginning.
    """

    def value(at: float) -> float:
        ill = sum(max(0.0, min(at, span.until) - span.since) for span in spans)
        day = math.sin(at / 4 / _HOUR) * 0.3 * 4 * _HOUR  # busier by day; it never falls
        return float(int(start + per_second * (at - since + day) + more * ill))

    return value


def either(well: Shape, ill: Shape, spans: Sequence[Span]) -> Shape:
    """One thing, and another while something holds."""
    return lambda at: (well if one_of(spans, at) is None else ill)(at)


def climbing(spans: Sequence[Span], per_second: float = 1.0, start: float = 0.0) -> Shape:
    """Rising from the beginning of what holds; else the start."""

    def value(at: float) -> float:
        span = one_of(spans, at)
        return start if span is None else start + (at - span.since) * per_second

    return value


def since(spans: Sequence[Span], end: float, before: float) -> Shape:
    """A Unix time: that at which something began last, or one before.

    Args:
        spans: What begins.
        end: Unix time of the end of the history.
        before: The time otherwise, in seconds from the end.
    """
    return lambda at: end + max([s.since for s in spans if s.since <= at], default=before)


def filling(well: float, ill: float, spans: Sequence[Span], seed: str) -> Shape:
    """A share that moves to another within a quarter of the time that something holds."""
    near = wobbling(1.0, seed, 0.02)

    def value(at: float) -> float:
        span = one_of(spans, at)
        moved = 0.0
        if span is not None:
            moved = min(1.0, (at - span.since) / ((span.until - span.since) / 4))
        return min(0.999, (well + (ill - well) * moved) * (near(at) or 1.0))

    return value
