"""What the checks of a database's configuration have in common."""

from __future__ import annotations

import pytest

from bank import Bank, rows
from django_health.checks.configuration.borrower import INTERVAL, ConfigurationBorrower
from django_health.databases.lending import MissingTableError, Rows
from django_health.engine.boundary import outcome_of
from django_health.failure import CheckFailed
from django_health.result import Outcome, Reason, Status


class Twice(ConfigurationBorrower):
    """Asks two questions."""

    def _ask(self) -> Outcome:
        first, second = self._numbers("one"), self._numbers("two")
        return Outcome(details={"numbers": [*first, *second]})


def test_numbers_may_be_texts_or_missing() -> None:
    """As drivers give them."""
    assert Twice(Bank(rows(1), rows("2", None)), 5.0).check().details == {"numbers": [1, 2, None]}


def test_a_failure_of_the_database_is_no_more_than_a_warning() -> None:
    """It is told with the database's own reason."""
    check = Twice(Bank(rows(1), CheckFailed(Reason.REFUSED)), 5.0)
    outcome = outcome_of(check)
    assert (outcome.status, outcome.reason) == (Status.ERROR, Reason.REFUSED)
    assert (check.name, check.min_interval, check.critical) == ("configuration", INTERVAL, False)


@pytest.mark.parametrize(
    "answer", [rows("canary"), Rows(("c",), []), MissingTableError("canary")], ids=repr
)
def test_nonsense_is_a_wrong_answer(answer: Rows | Exception) -> None:
    """Text, no row, or a table of the server's own that it has not."""
    outcome = outcome_of(Twice(Bank(answer), 5.0))
    assert outcome.reason is Reason.WRONG_ANSWER
    assert "canary" not in repr(outcome)
