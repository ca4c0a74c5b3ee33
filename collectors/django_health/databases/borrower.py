"""A check that asks over the connection of a database's own check."""

from __future__ import annotations

from abc import abstractmethod

from django_health.check import BaseHealthCheck
from django_health.databases.lending import Lender, Rows
from django_health.network.deadline import Deadline
from django_health.result import Outcome
from django_health.steps import Steps, completed


class Borrower(BaseHealthCheck):
    """Asks a database that another check watches, on that check's connection.

    Args:
        lender: The database's check.
        timeout: Seconds that a run may take, waiting for the connection included.

    Attributes:
        owns_lender: Whether nobody asks the database itself, so that the connection is not closed
            by whoever closes that check.
    """

    owns_lender = False
    borrows = True

    def __init__(self, lender: Lender, timeout: float) -> None:
        self.timeout = timeout
        self._lender = lender
        self._deadline = Deadline(timeout)

    @property
    def line(self) -> object:
        """The lender: what others ask over its connection is not asked meanwhile."""
        return self._lender

    def check(self) -> Outcome:
        """Ask.

        Raises:
            CheckFailed: The database cannot be reached or does not answer well.
        """
        self._deadline = Deadline(self.timeout)
        return self._ask()

    def cancel(self) -> None:
        """End the question under way, and ask no further ones."""
        self._deadline.cancel()
        self._lender.cancel_for(self)

    def close(self) -> None:
        """Close the connection if it is there for borrowers alone."""
        if self.owns_lender and isinstance(self._lender, BaseHealthCheck):
            self._lender.close()

    @abstractmethod
    def _ask(self) -> Outcome:
        """Ask what there is to ask; errors as for :meth:`check`."""

    def _rows(self, sql: str, limit: int = 1) -> list[tuple[object, ...]]:
        """Return the rows of a statement, in what is left of the time.

        Args:
            sql: One statement without parameters.
            limit: More rows than this are an error.

        Raises:
            MissingTableError: The statement names a table that is not there.
            CheckFailed: The database cannot be reached or does not answer well.
        """
        timeout = self._deadline.left()
        return self._lender.ask(sql, limit=limit, timeout=timeout, borrower=self).rows


class SteppedBorrower(Borrower):
    """One that says what it waits for, where its lender does."""

    def run_in_steps(self) -> Steps[Outcome]:
        """Ask, as :meth:`check` does, in steps."""
        self._deadline = Deadline(self.timeout)
        return self._steps()

    def _ask(self) -> Outcome:
        return completed(self._steps())

    @abstractmethod
    def _steps(self) -> Steps[Outcome]:
        """Ask what there is to ask, in steps; errors as for :meth:`check`."""

    def _rows_in_steps(self, sql: str, limit: int = 1) -> Steps[Rows]:
        """Return the rows of a statement in steps; all else as for :meth:`_rows`."""
        timeout = self._deadline.left()
        return self._lender.ask_in_steps(sql, limit=limit, timeout=timeout, borrower=self)
