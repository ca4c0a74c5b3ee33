"""A database whose long answer is on its way while others are asked."""

from __future__ import annotations

from collections.abc import Generator
from contextlib import closing

import pytest

from django_health.databases.lending import Rows
from django_health.databases.stepped import SteppedCheck, completed
from django_health.failure import CheckFailed
from django_health.network.deadline import Deadline
from django_health.result import Outcome, Reason


class _Stepped(SteppedCheck):
    """Pauses twice, and fails if it is told to."""

    vendor = "sample"

    def __init__(self, *, fails: bool = False) -> None:
        super().__init__("default", 0.2)
        self.fails = fails
        self.passed: list[str] = []

    def _steps(self) -> Generator[None, None, Outcome]:
        self.passed.append("begin")
        yield
        self.passed.append("middle")
        yield
        if self.fails:
            raise CheckFailed(Reason.WRONG_ANSWER)
        return Outcome(details={"passed": len(self.passed)})

    def _answer(self, sql: str, limit: int, deadline: Deadline) -> Rows:  # noqa: ARG002
        return Rows((), [])

    def _end(self) -> None:
        """Nothing waits."""

    def _close(self) -> None:
        """Nothing is kept."""


def _ask(check: SteppedCheck) -> Rows:
    return check.ask("SELECT 1", limit=1, timeout=0.05, borrower=object())


def test_a_run_without_pauses_comes_to_the_same() -> None:
    """As whoever calls it by itself has it."""
    assert (
        _Stepped().check() == completed(_Stepped().run_in_steps()) == Outcome(details={"passed": 2})
    )
    with pytest.raises(CheckFailed):
        _Stepped(fails=True).check()


def test_nobody_borrows_the_connection_in_a_pause() -> None:
    """An answer is on its way there; afterwards it is free, however the run ended."""
    for fails in (False, True):
        check = _Stepped(fails=fails)
        steps = check.run_in_steps()
        next(steps)
        with pytest.raises(CheckFailed) as caught:
            _ask(check)
        assert caught.value.reason is Reason.TIMEOUT
        if fails:
            with pytest.raises(CheckFailed):
                completed(steps)
        else:
            completed(steps)
        assert _ask(check) == Rows((), [])


def test_a_run_that_is_given_up_leaves_the_connection_free() -> None:
    """As at the end of the interpreter."""
    check = _Stepped()
    with closing(check.run_in_steps()) as steps:
        next(steps)
    assert _ask(check) == Rows((), [])
