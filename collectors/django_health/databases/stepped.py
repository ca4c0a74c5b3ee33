"""A database whose long answer is on its way while others are asked."""

from __future__ import annotations

from abc import abstractmethod

from django_health.databases.lending import Answer, Rows
from django_health.databases.lending_check import LendingCheck, rows_of
from django_health.databases.statement import require_question
from django_health.network.deadline import Deadline
from django_health.result import Outcome
from django_health.steps import Steps, completed


class SteppedCheck(LendingCheck):
    """Asks a database how it is, and says what it waits for.

    Whoever would borrow the connection waits until the run is over, its waits included.
    """

    def run_in_steps(self) -> Steps[Outcome]:
        """Ask, as :meth:`check` does, in steps."""
        with self._turn(self, self.timeout):
            return (yield from self._steps())

    def ask_in_steps(
        self, sql: str, *, limit: int, timeout: float, borrower: object
    ) -> Steps[Rows]:
        """Ask, as :meth:`ask` does, in steps; nobody else has the connection meanwhile."""
        require_question(sql)
        with self._turn(borrower, timeout):
            answered = yield from self._answer_in_steps(sql, limit, self._deadline)
        return rows_of(answered)

    def _look(self) -> Outcome:
        return completed(self._steps())

    @abstractmethod
    def _steps(self) -> Steps[Outcome]:
        """Ask how the database is, in steps; errors as for :meth:`check`."""

    def _answer(self, sql: str, limit: int, deadline: Deadline) -> Answer:
        return completed(self._answer_in_steps(sql, limit, deadline))

    @abstractmethod
    def _answer_in_steps(self, sql: str, limit: int, deadline: Deadline) -> Steps[Answer]:
        """Ask a statement of another's, in steps, or return why that has no rows."""
