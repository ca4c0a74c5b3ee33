"""What a check said during the last hours: a strip to look at, and the same in words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby, pairwise
from typing import NamedTuple

from django_health.history import TOGETHER, Spell
from django_health.history import Past as Known
from django_health.page.words import clock, duration, moment
from django_health.result import Status

TOLD = 4
"""Spells that are put in words: the latest ones."""

HEIGHTS = {Status.SKIPPED: 1, Status.OK: 4, Status.WARNING: 8, Status.ERROR: 12}
"""How high a strip stands for each state, of 12: it is not to be told by colour alone."""

_WRONG = (Status.WARNING, Status.ERROR)
_DAY = 86_400


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


def past_of(known: Known, step: float, now: float) -> Past:
    """Return the strip of a check.

    Args:
        known: What it said.
        step: Seconds that a step lasts.
        now: Unix seconds inside of the last step.
    """
    count = len(known.steps)
    told = _told(known, step, now)
    words = [told or "nothing is known yet"]
    if told and (unknown := _unknown(known.steps)):
        words.append(f"not asked for {duration(unknown * step)} of it")
    return Past(count, _paths(known.steps), f"last {duration(count * step)}: {'; '.join(words)}")


def _paths(steps: Sequence[Status | None]) -> tuple[tuple[Status, str], ...]:
    paths: dict[Status, str] = {}
    place = 0
    for status, group in groupby(steps):
        length = sum(1 for _ in group)
        if status is not None:
            height = HEIGHTS[status]
            drawn = f"M{place} {12 - height}h{length}v{height}h-{length}z"
            paths[status] = paths.get(status, "") + drawn
        place += length
    return tuple(paths.items())


def _unknown(steps: Sequence[Status | None]) -> int:
    """Steps of which nothing is known, but for the few between answers that belong together."""
    gaps = (sum(1 for _ in group) for status, group in groupby(steps) if status is None)
    return sum(gap for gap in gaps if gap >= TOGETHER)


def _told(known: Known, step: float, now: float) -> str:
    """What was not well and when, in UTC; the latest first. Empty where nothing is known."""
    begin = (now // step - len(known.steps) + 1) * step
    told = [
        (spell, text)
        for spell, text in _spells(known.spells, TOGETHER * step, now)
        if spell.last >= begin
    ]
    if not told:
        return ""
    heard = {spell.status for spell, _ in told}
    if heard.isdisjoint(_WRONG):
        return "ok" if Status.OK in heard else "skipped"
    words = [text for spell, text in told if spell.status in _WRONG]
    more = len(words) - TOLD
    words = words[: -TOLD - 1 : -1]
    if told[-1][0].status not in _WRONG:
        words.insert(0, told[-1][1])
    if more > 0:
        words.append("and more before" if known.is_cut else f"and {more} more before")
    return f"{', '.join(words)} (UTC)"


def _spells(spells: Sequence[Spell], together: float, now: float) -> Iterator[tuple[Spell, str]]:
    """Each spell in words, and whether it may have been longer: nobody asked before or after."""
    edges = [False, *(after.first - spell.last <= together for spell, after in pairwise(spells))]
    for place, spell in enumerate(spells):
        since = _clock(spell.first, now)
        is_known_before = edges[place]
        earlier = "" if is_known_before else " or earlier"
        if place == len(spells) - 1:
            if now - spell.last <= together:
                yield (
                    spell,
                    f"{spell.status} since {since}{earlier}",
                )
                return
            end, is_known_after = spell.last, False
        else:
            is_known_after = edges[place + 1]
            end = spells[place + 1].first if is_known_after else spell.last
        until = _clock(end, now)
        when = f"at {since}" if since == until else f"{since}–{until}"
        least = "" if is_known_before and is_known_after else "at least "
        yield spell, f"{spell.status} {least}{when}"


def _clock(unix: float, now: float) -> str:
    return moment(unix)[:16] if now - unix > _DAY else clock(unix)[:5]
