"""A database whose long answer is on its way while others are asked."""

from __future__ import annotations

from contextlib import closing

import pytest

from django_health.databases.lending import Answer, MissingTableError, Rows
from django_health.databases.stepped import SteppedCheck
from django_health.failure import CheckFailed
from django_health.network.deadline import Deadline
from django_health.result import Outcome, Reason
from django_health.steps import Awaited, Steps, completed
from walked_steps import walked

SAMPLE = Awaited(0)


class _Stepped(SteppedCheck):
    """Waits twice, and fails if it is told to."""

    vendor = "sample"

    def __init__(self, *, fails: bool = False) -> None:
        super().__init__("default", 0.2)
        self.fails = fails
        self.passed: list[str] = []
        self.answer: Answer = Rows((), [])

    def _steps(self) -> Steps[Outcome]:
        self.passed.append("begin")
        yield SAMPLE
        self.passed.append("middle")
        yield SAMPLE
        if self.fails:
            raise CheckFailed(Reason.WRONG_ANSWER)
        return Outcome(details={"passed": len(self.passed)})

    def _answer_in_steps(
        self,
        sql: str,  # noqa: ARG002
        limit: int,  # noqa: ARG002
        deadline: Deadline,
    ) -> Steps[Answer]:
        yield SAMPLE
        deadline.left()
        return self.answer

    def _end(self) -> None:
        self._deadline.cancel()

    def _close(self) -> None:
        """Nothing is kept."""


def _ask(check: SteppedCheck) -> Rows:
    return check.ask("SELECT 1", limit=1, timeout=0.05, borrower=object())


def _in_steps(check: SteppedCheck, sql: str = "SELECT 1", timeout: float = 30.0) -> Steps[Rows]:
    return check.ask_in_steps(sql, limit=1, timeout=timeout, borrower="borrower")


def test_a_run_that_waits_itself_comes_to_the_same() -> None:
    """As whoever calls it by itself has it."""
    assert (
        _Stepped().check() == completed(_Stepped().run_in_steps()) == Outcome(details={"passed": 2})
    )
    with pytest.raises(CheckFailed):
        _Stepped(fails=True).check()


def test_nobody_borrows_the_connection_in_a_wait() -> None:
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


def test_a_question_of_anothers_has_its_steps() -> None:
    """Or none, where who asks waits himself; the time of who asks is what it has."""
    check = _Stepped()
    assert _ask(check) == Rows((), [])
    found, waits = walked(_in_steps(check), lambda _: None)
    assert (found, waits) == (Rows((), []), [SAMPLE])


@pytest.mark.parametrize("answer", [MissingTableError(), CheckFailed(Reason.PERMISSION)])
def test_what_is_no_answer_is_raised(answer: MissingTableError | CheckFailed) -> None:
    """In steps as without."""
    check = _Stepped()
    check.answer = answer
    for ask in (_ask, lambda check: completed(_in_steps(check))):
        with pytest.raises(type(answer)) as caught:
            ask(check)
        assert caught.value is answer


def test_what_is_no_question_is_not_asked() -> None:
    """It takes no turn."""
    check = _Stepped()
    next(check.run_in_steps())
    with pytest.raises(CheckFailed, match="has to begin with SELECT"):
        next(_in_steps(check, "DELETE FROM t"))


def test_nobody_else_has_the_connection_while_a_borrower_waits() -> None:
    """Neither another borrower nor the check itself; afterwards it is free."""
    check = _Stepped()
    steps = _in_steps(check)
    next(steps)
    for other in (check.check, lambda: _ask(check), lambda: next(_in_steps(check, timeout=0.05))):
        with pytest.raises(CheckFailed, match="busy"):
            other()
    assert completed(steps) == Rows((), [])
    assert completed(_in_steps(check)) == Rows((), [])


def test_a_borrower_is_cancelled_in_its_wait() -> None:
    """By its own name."""
    check = _Stepped()
    for name, is_cancelled in (("another", False), ("borrower", True)):
        steps = _in_steps(check)
        next(steps)
        check.cancel_for(name)
        if is_cancelled:
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
