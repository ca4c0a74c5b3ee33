"""A run that is told to end while a thread is at work on it does not wait among others then."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from typing import Any

from django_health.engine import Engine
from django_health.engine.flight import Flight
from django_health.result import Outcome
from django_health.steps import Awaited, Steps
from sample_checks import Asks, engine_of, eventually


class _Opening(Asks):
    """Is long at work before it asks, and looks after its wait whether it was cancelled."""

    def __init__(self, **more: Any) -> None:
        super().__init__("opening", **more)
        self.begun, self.open = threading.Event(), threading.Event()

    def run_in_steps(self) -> Steps[Outcome | Mapping[str, object]]:
        self.begun.set()
        self.open.wait()
        yield Awaited(self._own.fileno())
        if not self.cancelled:
            self.read()
        return Outcome()

    def cancel(self) -> None:
        self.cancelled += 1


def _flight(engine: Engine) -> Flight | None:
    (slot,) = engine._slots
    return slot.flight


def test_who_overran_at_work() -> None:
    """Its server may never answer, and nobody would look at it any more."""
    check = _Opening(timeout=0.05)
    with engine_of(check) as engine:
        engine.run(deadline=20)
        flight = _flight(engine)
        assert flight is not None
        eventually(lambda: flight.told_to_end)
        check.open.set()
        try:
            eventually(lambda: engine.stuck == 0)
        finally:
            check.hear()


def test_whose_engine_was_closed_at_work() -> None:
    """It is over before its timeout."""
    check = _Opening(timeout=3600.0)
    with engine_of(check) as engine:
        engine.start()
        assert check.begun.wait(20)
        engine.close()
        check.open.set()
        try:
            eventually(lambda: check.closed == 1)
        finally:
            check.hear()
