"""A check that asks over the connection of a database's own check."""

from __future__ import annotations

from abc import abstractmethod

from django_health.check import BaseHealthCheck
from django_health.databases.lending import Lender, MissingTableError
from django_health.failure import CheckFailed
from django_health.network.deadline import Deadline
from django_health.result import Outcome, Reason

INTERVAL = 60.0
"""Seconds for which an answer is kept."""


class Borrower(BaseHealthCheck):
    """Asks a database that another check watches, on that check's connection.

    A database that does not answer is that check's affair: here it is no more than a warning.

    Args:
        lender: The database's check.
        timeout: Seconds that a run may take, waiting for the connection included.
    """

    name = "configuration"
    critical = False
    min_interval = INTERVAL

    def __init__(self, lender: Lender, timeout: float) -> None:
        self.timeout = timeout
        self._lender = lender
        self._deadline = Deadline(timeout)

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

    @abstractmethod
    def _ask(self) -> Outcome: ...

    def _rows(self, sql: str) -> list[tuple[object, ...]]:
        """Ask for at most one row.

        Raises:
            MissingTableError: The statement names a table that is not there.
            CheckFailed: The database cannot be reached or does not answer well.
        """
        timeout = self._deadline.left()
        return self._lender.ask(sql, limit=1, timeout=timeout, borrower=self).rows

    def _numbers(self, sql: str) -> tuple[int | None, ...]:
        """Ask for one row of whole numbers.

        Raises:
            CheckFailed: As :meth:`_rows` does, or there is no such row.
        """
        try:
            (row,) = self._rows(sql)
            return tuple(None if value is None else int(str(value)) for value in row)
        except (MissingTableError, ValueError):
            raise CheckFailed(Reason.WRONG_ANSWER) from None
