"""Checks whose behaviour a test sets, and an engine that never outlives its test."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from django_health.check import BaseHealthCheck
from django_health.engine import Engine
from django_health.result import Outcome

PATIENCE = 20.0
"""Seconds that a test waits for what happens at once on an idle machine."""


class Sample(BaseHealthCheck):
    """Returns what ``answer`` returns and counts what is done to it."""

    def __init__(
        self,
        name: str = "sample",
        target: str = "",
        part: str = "",
        *,
        answer: Callable[[], Outcome | Mapping[str, object]] = Outcome,
        timeout: float = PATIENCE,
        min_interval: float = 0.0,
        critical: bool = True,
    ) -> None:
        self.name = name
        self.target = target
        self.part = part
        self.timeout = timeout
        self.min_interval = min_interval
        self.critical = critical
        self.answer = answer
        self.runs = 0
        self.cancelled = 0
        self.closed = 0

    def check(self) -> Outcome | Mapping[str, object]:
        """Count the run and answer."""
        self.runs += 1
        return self.answer()

    def cancel(self) -> None:
        """Count the call."""
        self.cancelled += 1

    def close(self) -> None:
        """Count the call."""
        self.closed += 1


class Hangs(Sample):
    """Hangs until ``gate`` is set, deaf to being cancelled."""

    def __init__(self, name: str = "hung", *, timeout: float = PATIENCE, **more: Any) -> None:
        super().__init__(name, timeout=timeout, **more)
        self.entered = threading.Event()
        self.gate = threading.Event()

    def check(self) -> Outcome | Mapping[str, object]:
        """Say that the run has begun and wait for the gate."""
        self.runs += 1
        self.entered.set()
        self.gate.wait()
        return self.answer()


class Loyal(Hangs):
    """Hangs until it is cancelled."""

    def cancel(self) -> None:
        """Count the call and end the run."""
        super().cancel()
        self.gate.set()


@contextmanager
def engine_of(*checks: BaseHealthCheck, **options: Any) -> Iterator[Engine]:
    """Yield an engine; at the end what hangs is let go and every thread of it has ended."""
    engine = Engine(checks, **options)
    try:
        yield engine
    finally:
        for check in checks:
            if isinstance(check, Hangs):
                check.gate.set()
        engine.close()
        eventually(lambda: engine.threads == 0)


def eventually(condition: Callable[[], bool]) -> None:
    """Wait until a condition holds.

    Raises:
        AssertionError: It did not come to hold.
    """
    end = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < end, "it did not come to pass"
        threading.Event().wait(0.002)
