"""The one error boundary, for runs in steps."""

from __future__ import annotations

import time
from collections.abc import Callable, Generator
from typing import Any, NoReturn

import pytest

from django_health.engine.boundary import Run
from django_health.failure import no_answer_within
from django_health.result import Outcome, Reason, Status
from django_health.steps import Awaited
from sample_checks import Asks, Sample


def test_a_run_goes_on_from_wait_to_wait() -> None:
    """What comes of it is told at its end alone; it hears when its answers were seen."""
    check = Asks(waits=(True, False), answer=lambda: {"status": "warning"})
    run = Run(check)
    first, second = run.go_on(None), run.go_on(1.5)
    assert isinstance(first, Awaited)
    assert isinstance(second, Awaited)
    assert (first.is_soon, second.is_soon) == (True, False)
    outcome = run.go_on(2.5)
    assert isinstance(outcome, Outcome)
    assert outcome.status is Status.WARNING
    assert check.seen == [1.5, 2.5]


def test_the_time_of_a_run_has_its_waits_in_it() -> None:
    """A driver that gives up after the whole time says so by the limit."""

    def give_up() -> Outcome:
        raise TimeoutError

    run = Run(Asks(answer=give_up, timeout=0.05))
    run.go_on(None)
    time.sleep(0.06)
    outcome = run.go_on(None)
    assert isinstance(outcome, Outcome)
    assert (outcome.reason, outcome.message) == (Reason.TIMEOUT, no_answer_within(0.05))


class _Odd(Sample):
    """Has something else for its steps."""

    def __init__(self, steps: Callable[[], Any]) -> None:
        super().__init__()
        self.steps = steps

    def run_in_steps(self) -> Any:
        """Return it."""
        return self.steps()


def _yielding(*what: object) -> Callable[[], Any]:
    def steps() -> Generator[object, Any, Outcome]:
        yield from what
        return Outcome()

    return steps


def _raising() -> NoReturn:
    raise ValueError


@pytest.mark.parametrize(
    "steps",
    [
        _yielding(None),
        _yielding(7),
        _yielding(Awaited(-1)),
        _yielding(Awaited(0, is_near=True), None),
        lambda: None,
        lambda: "no steps",
        _raising,
    ],
)
def test_what_is_no_run_in_steps_is_the_check_s_own_fault(steps: Callable[[], Any]) -> None:
    """No thread of the engine ends of it."""
    outcome = Run(_Odd(steps)).go_on(None, stays=True)
    assert isinstance(outcome, Outcome)
    assert outcome.reason is Reason.INTERNAL
