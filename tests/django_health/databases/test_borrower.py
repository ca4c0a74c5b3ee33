"""Checks that ask over another's connection."""

from __future__ import annotations

import threading
import time

import pytest

from bank import Bank, rows
from django_health.databases.borrower import Borrower, SteppedBorrower
from django_health.engine.boundary import outcome_of
from django_health.failure import CheckFailed
from django_health.result import Outcome, Reason
from django_health.steps import Steps, completed
from sample_checks import Sample
from walked_steps import walked


class Twice(Borrower):
    """Asks two questions."""

    name = "twice"

    def _ask(self) -> Outcome:
        first, second = self._rows("one"), self._rows("two", 5)
        return Outcome(details={"found": [*first, *second]})


def test_questions_are_asked_for_the_check_and_within_its_time() -> None:
    """The second gets what the first left; the next run has all of it again."""
    bank = Bank(rows(1), rows("2", None), rows(3), rows(4))
    check = Twice(bank, 5.0)
    assert check.check().details == {"found": [(1,), ("2", None)]}
    (one, two) = bank.asked
    assert (one[0], one[1], one[3]) == ("one", 1, check)
    assert (two[0], two[1], two[3]) == ("two", 5, check)
    assert 0 < two[2] < one[2] <= 5.0
    check.cancel()
    assert check.check().details == {"found": [(3,), (4,)]}


def test_a_cancelled_run_asks_no_further_question() -> None:
    """And the question under way is ended for this borrower alone."""
    bank = Bank()
    check = Twice(bank, 30.0)
    outcomes: list[Outcome] = []
    thread = threading.Thread(target=lambda: outcomes.append(outcome_of(check)))
    begun = time.monotonic()
    thread.start()
    while not bank.asked:
        time.sleep(0.01)
    check.cancel()
    thread.join(20)
    assert time.monotonic() - begun < 10
    assert bank.cancelled_for == [check]
    assert outcomes[0].reason is Reason.TIMEOUT
    with pytest.raises(CheckFailed, match="in time"):
        check._rows("three")
    assert len(bank.asked) == 1


class BankCheck(Bank, Sample):
    """A lender that is a check, as all of them are."""

    target = "default"

    def __init__(self) -> None:
        Sample.__init__(self)
        Bank.__init__(self)


def test_connection_that_nobody_else_uses_is_closed() -> None:
    """One that is the database's own check's stays open."""
    bank = BankCheck()
    check = Twice(bank, 5.0)
    check.close()
    assert bank.closed == 0
    check.owns_lender = True
    check.close()
    assert bank.closed == 1


class TwiceInSteps(SteppedBorrower):
    """Asks two questions in steps."""

    name = "twice"

    def _steps(self) -> Steps[Outcome]:
        first = yield from self._rows_in_steps("one")
        second = yield from self._rows_in_steps("two", 5)
        return Outcome(details={"found": [*first.rows, *second.rows]})


def test_questions_in_steps_are_those_without() -> None:
    """Each has its wait, and the time that the first left; the next run has all of it again."""
    bank = Bank(rows(1), rows("2"), rows(3), rows(4), rows(5), rows(6))
    check = TwiceInSteps(bank, 5.0)
    outcome, waits = walked(check.run_in_steps(), lambda _: None)
    assert (outcome.details, len(waits)) == ({"found": [(1,), ("2",)]}, 2)
    (one, two) = bank.asked
    assert (one[0], one[1], one[3]) == ("one", 1, check)
    assert (two[0], two[1], two[3]) == ("two", 5, check)
    assert 0 < two[2] < one[2] <= 5.0
    check.cancel()
    assert check.check().details == {"found": [(3,), (4,)]}
    check.cancel()
    assert completed(check.run_in_steps()).details == {"found": [(5,), (6,)]}


def test_cancelled_in_a_wait_it_asks_no_further_question() -> None:
    """And the lender is told."""
    bank = Bank(rows(1), rows(2))
    check = TwiceInSteps(bank, 30.0)
    steps = check.run_in_steps()
    next(steps)
    check.cancel()
    with pytest.raises(CheckFailed, match="in time"):
        next(steps)
    assert (len(bank.asked), bank.cancelled_for) == (1, [check])


def test_its_line_is_the_lenders() -> None:
    """Who borrows from another has another one."""
    bank = Bank()
    assert Twice(bank, 5.0).line is TwiceInSteps(bank, 5.0).line is bank
    assert Twice(Bank(), 5.0).line is not bank
