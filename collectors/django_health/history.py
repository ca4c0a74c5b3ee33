"""What the checks said during the last hours, in few and coarse steps, for people to look at."""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Callable, Sequence

from django_health.result import CheckResult, Report, Status

SPAN = 6 * 3600.0
"""Seconds that are looked back on."""

STEPS = 72
"""Pieces that they are cut into: of five minutes each."""

PLACES = 2000
"""Checks of which a history is kept; of any more there is none."""

Place = tuple[str, str, str]
"""Name, target and part of a check."""

Step = tuple[int, Status]
"""Number of a step since the clock's beginning, and the worst that was said in it."""


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
        self._known: dict[Place, deque[Step]] = {}
        self._newest = 0

    def note(self, report: Report) -> None:
        """Take up what the checks of a report said; what they only repeat changes nothing."""
        number = int(report.created // self.step)
        known = self._known
        with self._lock:
            if number != self._newest:
                self._newest = number
                self._forget(number - self.steps)
            for result in report.results:
                steps = known.get((result.name, result.target, result.part))
                if steps is None or steps[-1][0] != number:
                    self._begin(result, number)
                elif result.outcome.status.severity > steps[-1][1].severity:
                    steps[-1] = (number, result.outcome.status)

    def of(self, result: CheckResult) -> Sequence[Status | None]:
        """Return what a check said in each step, the oldest first; ``None`` where nobody asked."""
        first = int(self._clock() // self.step) - self.steps + 1
        with self._lock:
            noted = dict(self._known.get((result.name, result.target, result.part), ()))
        return [noted.get(number) for number in range(first, first + self.steps)]

    def _begin(self, result: CheckResult, number: int) -> None:
        """Take up what a check says first in a step; the lock is held."""
        place = (result.name, result.target, result.part)
        steps = self._known.get(place)
        if steps is None:
            if len(self._known) >= PLACES:
                return
            steps = self._known[place] = deque(maxlen=self.steps)
        steps.append((number, result.outcome.status))

    def _forget(self, oldest: int) -> None:
        """Leave out the checks of which nothing was heard since a step."""
        gone = [label for label, steps in self._known.items() if steps[-1][0] <= oldest]
        for label in gone:
            del self._known[label]
