"""What the checks said during the last hours, in few and coarse steps, for people to look at."""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from django_health.result import CheckResult, Report, Status

SPAN = 6 * 3600.0
"""Seconds that are looked back on."""

STEPS = 72
"""Pieces that they are cut into: of five minutes each."""

PLACES = 2000
"""Checks of which a history is kept; of any more there is none."""

SPELLS = 16
"""Times in which a check said the same that are kept to the second: the latest ones."""

TOGETHER = 3
"""Steps within which two answers belong together: what is asked more seldom has gaps between."""

Place = tuple[str, str, str]
"""Name, target and part of a check."""


@dataclass(slots=True)
class Spell:
    """A time in which a check said the same each time that it was asked.

    Attributes:
        status: What it said.
        first: When it said so first, in Unix seconds.
        last: When it said so last.
    """

    status: Status
    first: float
    last: float


class Past(NamedTuple):
    """What is known of a check.

    Attributes:
        steps: The worst that it said in each step, the oldest first; ``None`` where nobody asked.
        spells: When it said what, the oldest first; some may be from before the first step.
        is_cut: Whether there may have been more of these.
    """

    steps: Sequence[Status | None]
    spells: Sequence[Spell]
    is_cut: bool = False


@dataclass(slots=True)
class _Known:
    """What is kept of a check: the worst by number of step, its spells, and its newest answer."""

    steps: dict[int, Status] = field(default_factory=dict)
    spells: deque[Spell] = field(default_factory=lambda: deque(maxlen=SPELLS))
    finished: float = float("-inf")
    heard: int = 0


class History:
    """Keeps the worst that each check said, step by step; may be told from any thread.

    Its size is bounded by checks times steps, and what was not asked for a whole span is forgotten.
    Nothing is kept beyond the process.

    Args:
        span: Seconds that are looked back on.
        steps: Pieces that these are cut into.
        clock: Unix seconds.
    """

    def __init__(
        self, span: float = SPAN, steps: int = STEPS, clock: Callable[[], float] = time.time
    ) -> None:
        self.steps = steps
        self.step = span / steps
        self._clock = clock
        self._lock = threading.Lock()
        self._known: dict[Place, _Known] = {}
        self._newest = 0

    def note(self, report: Report) -> None:
        """Take up what the checks of a report said, each at the moment at which it said it.

        What a report only repeats changes nothing, and what a request did not wait for is no news.
        """
        number = int(report.created // self.step)
        with self._lock:
            if number != self._newest:
                self._newest = number
                self._forget(lambda known: abs(number - known.heard) >= self.steps)
            may_make_room = True
            for result in report.results:
                if not result.answered:
                    continue
                place = (result.name, result.target, result.part)
                known = self._known.get(place)
                if known is None:
                    if len(self._known) >= PLACES and may_make_room:
                        may_make_room = False
                        self._forget(lambda known: abs(number - known.heard) > 1)
                    if len(self._known) >= PLACES:
                        continue
                    known = self._known[place] = _Known(heard=number)
                if result.finished != known.finished:
                    self._take(known, result, report)

    def of(self, result: CheckResult, now: float | None = None) -> Sequence[Status | None]:
        """Return the worst that a check said in each step; ``now`` as for :meth:`past`."""
        return self.past(result, now).steps

    def past(self, result: CheckResult, now: float | None = None) -> Past:
        """Return what is known of a check.

        Args:
            result: What it says now.
            now: Unix seconds, which are in the last step; those of the clock where it is ``None``.
        """
        last = int((self._clock() if now is None else now) // self.step)
        first = last - self.steps + 1
        with self._lock:
            known = self._known.get((result.name, result.target, result.part))
            if known is None:
                return Past([None] * self.steps, ())
            steps = [known.steps.get(number) for number in range(first, last + 1)]
            spells = [replace(spell) for spell in known.spells]
        return Past(steps, spells, len(spells) == SPELLS)

    def _take(self, known: _Known, result: CheckResult, report: Report) -> None:
        """Take up an answer that is news; the lock is held."""
        status = result.outcome.status
        when = report.created - max(0.0, report.now - result.finished)
        number = int(when // self.step)
        worst = known.steps.get(number)
        if worst is not status and (worst is None or status.severity > worst.severity):
            known.steps[number] = status
        if len(known.steps) > self.steps:
            self._shorten(known, number)
        if result.finished < known.finished:
            return  # another thread was faster with a later one
        known.finished, known.heard = result.finished, number
        latest = known.spells[-1] if known.spells else None
        if latest and latest.status is status and when - latest.last <= TOGETHER * self.step:
            latest.last = when
        else:
            known.spells.append(Spell(status, when, when))

    def _shorten(self, known: _Known, number: int) -> None:
        """Leave out the steps that are far from one, be it that the clock has been set back."""
        for old in [other for other in known.steps if abs(number - other) >= self.steps]:
            del known.steps[old]

    def _forget(self, is_gone: Callable[[_Known], bool]) -> None:
        """Leave out checks of which nothing was heard for long."""
        for place in [place for place, known in self._known.items() if is_gone(known)]:
            del self._known[place]
