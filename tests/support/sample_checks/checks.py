"""Checks whose behaviour a test sets, and an engine that never outlives its test."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from django_health.check import BaseHealthCheck
from django_health.engine import Engine
from django_health.result import Outcome
from django_health.steps import Awaited, Steps

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


class Asks(Sample):
    """Asks another side as often as ``waits`` says, and pauses for each answer.

    Each answer is there at once, unless ``answers`` is cleared: then it comes with :meth:`hear`,
    or with the end of the connection when the run is cancelled.

    Attributes:
        waits: Of each wait whether the answer is one that comes soon.
        is_near: Whether the other side is on this machine, as the check says.
        seen: What the run was told of each wait.
    """

    def __init__(
        self,
        name: str = "asks",
        *more: str,
        waits: tuple[bool, ...] = (True,),
        is_near: bool = False,
        **others: Any,
    ) -> None:
        super().__init__(name, *more, **others)
        self.waits = waits
        self.is_near = is_near
        self.seen: list[float | None] = []
        self.answers = threading.Event()
        self.answers.set()
        self._own, self._other = socket.socketpair()

    def run_in_steps(self) -> Steps[Outcome | Mapping[str, object]]:
        """Ask and pause, then answer."""
        self.runs += 1
        for is_soon in self.waits:
            if self.answers.is_set():
                self.hear()
            self.seen.append((yield Awaited(self._own.fileno(), is_soon, self.is_near)))
            self.read()
        return self.answer()

    def read(self) -> None:
        """Read an answer, waiting for it."""
        self._own.recv(1)

    def hear(self) -> None:
        """Let an answer come."""
        self._other.send(b"!")

    def cancel(self) -> None:
        """Count the call, and end the connection."""
        super().cancel()
        self._own.shutdown(socket.SHUT_RDWR)

    def __del__(self) -> None:
        self._own.close()
        self._other.close()


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
