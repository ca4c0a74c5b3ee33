"""What a check said during the last hours: a strip to look at, and the same in words."""

from __future__ import annotations

from collections.abc import Container, Iterator, Sequence
from itertools import groupby
from typing import NamedTuple

from django_health.page.words import clock, duration
from django_health.result import Status

TOLD = 4
"""Stretches that are put in words: the latest ones."""

HEIGHTS = {Status.SKIPPED: 1, Status.OK: 4, Status.WARNING: 8, Status.ERROR: 12}
"""How high a strip stands for each state, of 12: it is not to be told by colour alone."""


class Stretch(NamedTuple):
    """Steps one after the other in which a check said the same; ``None`` where nobody asked."""

    status: Status | None
    first: int
    length: int


class Past(NamedTuple):
    """A strip.

    Attributes:
        steps: How long it is.
        paths: What is to be drawn, by state, as the path of an SVG.
        text: The same in words.
    """

    steps: int
    paths: tuple[tuple[Status, str], ...]
    text: str


def past_of(said: Sequence[Status | None], step: float, now: float) -> Past:
    """Return the strip of a check.

    Args:
        said: The worst in each step, the oldest first.
        step: Seconds that a step lasts; steps begin where Unix time is a multiple of it.
        now: Unix seconds inside of the last step.
    """
    stretches = list(_stretches(said))
    begin = (now // step - len(said) + 1) * step
    span = f"last {duration(len(said) * step)}"
    return Past(len(said), _paths(stretches), f"{span}: {_told(stretches, begin, step)}")


def _stretches(said: Sequence[Status | None]) -> Iterator[Stretch]:
    place = 0
    for status, group in groupby(said):
        length = sum(1 for _ in group)
        yield Stretch(status, place, length)
        place += length


def _paths(stretches: Sequence[Stretch]) -> tuple[tuple[Status, str], ...]:
    paths: dict[Status, str] = {}
    for status, first, length in stretches:
        if status is not None:
            height = HEIGHTS[status]
            drawn = f"M{first} {12 - height}h{length}v{height}h-{length}z"
            paths[status] = paths.get(status, "") + drawn
    return tuple(paths.items())


def _told(stretches: Sequence[Stretch], begin: float, step: float) -> str:
    """What was not well and when, in UTC; the latest first."""
    heard = {stretch.status for stretch in stretches} - {None}
    if not heard:
        return "nothing is known yet"
    wrong = [s for s in stretches if s.status in (Status.WARNING, Status.ERROR)]
    if not wrong:
        return "ok" if Status.OK in heard else "skipped"
    end = stretches[-1].first + stretches[-1].length
    unknown = {s.first + s.length for s in stretches if s.status is None}
    told = [_when(s, begin, step, end, unknown) for s in reversed(wrong[-TOLD:])]
    if len(wrong) > TOLD:
        told.append(f"and {len(wrong) - TOLD} more times before")
    return f"{', '.join(told)} (UTC)"


def _when(stretch: Stretch, begin: float, step: float, end: int, unknown: Container[int]) -> str:
    """One stretch, and whether it may have begun before: there, nobody asked."""
    last = stretch.first + stretch.length
    since = clock(begin + stretch.first * step)[:5]
    before = ", not asked before" if stretch.first in unknown else ""
    if last != end:
        return f"{stretch.status} {since}–{clock(begin + last * step)[:5]}{before}"
    if stretch.first == 0:
        return f"{stretch.status} all along"
    return f"{stretch.status} since {since}{before}"
