"""What a lender says when it has nothing to lend."""

from __future__ import annotations

from django_health.check import BaseHealthCheck
from django_health.databases.lending import Unaskable
from django_health.engine.boundary import outcome_of
from django_health.result import Outcome, Status


class Borrower(BaseHealthCheck):
    """Wants something of a database that cannot be asked."""

    name = "borrower"

    def check(self) -> Outcome:
        """Fail to borrow."""
        raise Unaskable("it is elsewhere")


def test_who_cannot_ask_is_skipped() -> None:
    """A borrower need not do anything about it."""
    outcome = outcome_of(Borrower())
    assert (outcome.status, outcome.reason) == (Status.SKIPPED, None)
    assert outcome.message == "it is elsewhere"
