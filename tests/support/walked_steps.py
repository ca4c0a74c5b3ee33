"""Runs in steps, walked through by a test in place of the engine."""

from __future__ import annotations

import select
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from typing import Protocol, TypeVar

from django_health.result import Outcome, Status
from django_health.steps import Awaited, Steps, completed

T = TypeVar("T")

PATIENCE = 30.0
"""Seconds within which a server answers on a busy machine."""


class Server(Protocol):
    """A server that can stand still."""

    def pause(self) -> None:
        """Make it stand still."""

    def resume(self) -> None:
        """Let it go on."""


class SteppedCheck(Protocol):
    """A check that keeps its connection, and runs in steps."""

    def check(self) -> Outcome:
        """Ask."""

    def run_in_steps(self) -> Steps[Outcome]:
        """Ask in steps."""

    def cancel(self) -> None:
        """End a run."""

    @property
    def connections(self) -> int:
        """How many are kept."""


def seen(awaited: Awaited) -> float:
    """Return when there is something to read; fail where nothing comes."""
    poll = select.poll()
    poll.register(awaited.descriptor, select.POLLIN)
    assert poll.poll(PATIENCE * 1000)
    return time.perf_counter()


def walked(
    steps: Steps[T], tell: Callable[[Awaited], float | None] = seen
) -> tuple[T, list[Awaited]]:
    """Return what a run comes to, and all that it waited for.

    Args:
        steps: The run.
        tell: What it is sent at each wait.
    """
    waits: list[Awaited] = []
    told = None
    while True:
        try:
            waits.append(steps.send(told))
        except StopIteration as end:
            value: T = end.value
            return value, waits
        told = tell(waits[-1])


def wait_of(steps: Steps[T], number: int) -> Awaited:
    """Return what a run waits for when it does so for the first, second, or a later time."""
    awaited = next(steps)
    for _ in range(1, number):
        awaited = steps.send(seen(awaited))
    return awaited


def resumed(steps: Steps[T], told: float | None) -> T:
    """Return what a run comes to that is told this once, and then waits by itself."""
    try:
        steps.send(told)
    except StopIteration as end:
        value: T = end.value
        return value
    return completed(steps)


def unanswered(steps: Steps[T], number: int, server: Server) -> None:
    """Have a run wait so many times, and the server stand still before it is asked the last."""
    told = seen(wait_of(steps, number - 1)) if number > 1 else None
    server.pause()
    steps.send(told)


@contextmanager
def going_on_later(server: Server) -> Iterator[None]:
    """Let a server that stands still go on while the block already waits for it."""
    later = threading.Timer(0.1, server.resume)
    later.start()
    try:
        yield
    finally:
        later.join()


def expect_nothing_kept_when_given_up(check: SteppedCheck, number: int) -> None:
    """An answer is still on its way there: nothing else may be asked on that connection."""
    with closing(check.run_in_steps()) as steps:
        wait_of(steps, number)
    expect_a_new_begin(check)


def expect_a_new_begin(check: SteppedCheck) -> None:
    """Its connection is gone, and it is well on another one."""
    assert check.connections == 0
    assert check.check().status is Status.OK
