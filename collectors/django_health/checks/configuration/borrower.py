"""What the checks of a database's configuration have in common."""

from __future__ import annotations

from django_health.databases.borrower import Borrower
from django_health.databases.lending import MissingTableError
from django_health.failure import CheckFailed
from django_health.result import Reason

INTERVAL = 60.0
"""Seconds for which an answer is kept."""


class ConfigurationBorrower(Borrower):
    """Asks a database that another check watches, on that check's connection.

    A database that does not answer is that check's affair: here it is no more than a warning.

    Args:
        lender: The database's check.
        timeout: Seconds that a run may take, waiting for the connection included.
    """

    name = "configuration"
    critical = False
    min_interval = INTERVAL

    def _numbers(self, sql: str) -> tuple[int | None, ...]:
        """Ask for one row of whole numbers.

        Raises:
            CheckFailed: As for :meth:`check`, or there is no such row.
        """
        try:
            (row,) = self._rows(sql)
            return tuple(None if value is None else int(str(value)) for value in row)
        except (MissingTableError, ValueError):
            raise CheckFailed(Reason.WRONG_ANSWER) from None
