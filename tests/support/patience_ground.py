"""A patience whose waiting is a matter of the test."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from contextlib import contextmanager
from typing import Any

import pytest

from django_health.engine import Engine, walkers
from django_health.engine.patience import Patience
from django_health.result import Report
from sample_checks import HandClock, Hangs, Sample, engine_of

PATIENCE = 20.0
MAX_AGE = 1.0


def about(*seconds: float) -> Any:
    """Seconds but for those that threads took to start."""
    return pytest.approx(list(seconds), abs=0.2)


class Ground:
    """A patience whose waiting passes the time of a clock set by hand, or does as told.

    Args:
        engine: What it asks.
        clock: The clock of both.
        hung: What hangs among the checks.
        **more: Of the patience.

    Attributes:
        waits: Seconds for which the last requests were ready to wait.
        during: What is done while they wait, one for each time.
    """

    def __init__(
        self, engine: Engine, clock: HandClock, hung: tuple[Hangs, ...], **more: Any
    ) -> None:
        self.clock = clock
        self.engine = engine
        self.hung = hung
        self.waits: list[float] = []
        self.during: list[Callable[[], object]] = []
        self.patience = Patience(engine, max_age=MAX_AGE, clock=clock, wait=self._wait, **more)

    def ask(self, *names: str) -> Report:
        """A request; afterwards ``waits`` has the seconds for which it was ready to wait."""
        self.waits.clear()
        return self.patience.report(names or None)

    def let_through(self) -> None:
        """Have every check answer once, and let its answer grow too old to be given again."""
        for check in self.hung:
            check.gate.set()
        self.engine.run(deadline=PATIENCE)
        for check in self.hung:
            check.gate.clear()
            check.entered.clear()
        self.clock.now += 2 * MAX_AGE

    def _wait(self, done: Future[None], seconds: float) -> None:
        self.waits.append(seconds)
        if all(check.gate.is_set() for check in self.hung):
            done.result(PATIENCE)
            return
        self._settle()
        if self.during:
            self.during.pop(0)()
        self.clock.now += seconds

    def _settle(self) -> None:
        """Wait until what hangs has begun and all else has landed, for which threads need time."""
        end = time.monotonic() + PATIENCE
        while not all(
            check.entered.is_set() if isinstance(check, Hangs) else slot.flight is None
            for slot in self.engine._slots
            for check in [slot.check]
            if slot.flight is not None
        ):
            assert time.monotonic() < end
            time.sleep(walkers.PATIENCE)
            self.clock.now += walkers.PATIENCE


@contextmanager
def ground_of(*checks: Sample, **more: Any) -> Iterator[Ground]:
    """A patience and an engine of these checks."""
    clock = HandClock()
    hung = tuple(check for check in checks if isinstance(check, Hangs))
    with engine_of(*checks, clock=clock) as engine:
        yield Ground(engine, clock, hung, **more)
