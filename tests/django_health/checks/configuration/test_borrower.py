"""What all checks have in common that ask over another's connection."""

from __future__ import annotations

import threading
import time

import pytest

from django_health.checks.configuration.borrower import INTERVAL, Borrower
from django_health.databases.lending import MissingTableError, Rows
from django_health.engine.boundary import outcome_of
from django_health.failure import CheckFailed
from django_health.result import Outcome, Reason, Status


class Bank:
    """A lender whose next answer is set; without one it waits until it is told to end."""

    target = "default"
    vendor = "postgresql"

    def __init__(self, *answers: Rows | Exception) -> None:
        self.answers = list(answers)
        self.asked: list[tuple[str, int, float, object]] = []
        self.cancelled_for: list[object] = []
        self.ended = threading.Event()

    def ask(self, sql: str, *, limit: int, timeout: float, borrower: object) -> Rows:
        """Give the next answer."""
        self.asked.append((sql, limit, timeout, borrower))
        if not self.answers:
            self.ended.wait(30)
            raise CheckFailed(Reason.TIMEOUT)
        answer = self.answers.pop(0)
        if isinstance(answer, Exception):
            raise answer
        return answer

    def cancel_for(self, borrower: object) -> None:
        """Note who wants to end."""
        self.cancelled_for.append(borrower)
        self.ended.set()


class Twice(Borrower):
    """Asks two questions."""

    def _ask(self) -> Outcome:
        first, second = self._numbers("one"), self._numbers("two")
        return Outcome(details={"numbers": [*first, *second]})


def rows(*values: object) -> Rows:
    """One row."""
    return Rows(tuple("c" for _ in values), [values])


def test_questions_are_asked_for_the_check_and_within_its_time() -> None:
    """The second gets what the first left."""
    bank = Bank(rows(1), rows("2", None))
    check = Twice(bank, 5.0)
    assert check.check().details == {"numbers": [1, 2, None]}
    (one, two) = bank.asked
    assert (one[0], one[1], one[3]) == ("one", 1, check)
    assert 0 < two[2] < one[2] <= 5.0


def test_a_failure_of_the_database_is_no_more_than_a_warning() -> None:
    """It is told with the database's own reason."""
    check = Twice(Bank(rows(1), rows(2), CheckFailed(Reason.REFUSED)), 5.0)
    check.check()
    outcome = outcome_of(check)
    assert (outcome.status, outcome.reason) == (Status.ERROR, Reason.REFUSED)
    assert (check.min_interval, check.critical) == (INTERVAL, False)


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
        check._numbers("three")
    assert len(bank.asked) == 1


@pytest.mark.parametrize(
    "answer", [rows("canary"), Rows(("c",), []), MissingTableError("canary")], ids=repr
)
def test_nonsense_is_a_wrong_answer(answer: Rows | Exception) -> None:
    """Text, no row, or a table of the server's own that it has not."""
    outcome = outcome_of(Twice(Bank(answer), 5.0))
    assert outcome.reason is Reason.WRONG_ANSWER
    assert "canary" not in repr(outcome)
