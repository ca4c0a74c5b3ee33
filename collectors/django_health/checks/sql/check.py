"""The check of a query that the configuration declares."""

from __future__ import annotations

import time
from collections.abc import Collection
from typing import Protocol

from django_health.check import BaseHealthCheck
from django_health.checks.sql.gauges import Gauges
from django_health.databases.lending import Lender, MissingTableError
from django_health.databases.statement import require_question
from django_health.failure import CheckFailed
from django_health.result import Outcome, Reason
from django_health.settings.declarations import SqlQuery
from django_health.targets import Secret, TargetError


class OwnLender(Lender, Protocol):
    """A database check that lends its connection to one query alone."""

    def close(self) -> None:
        """Close the connection."""


class SqlCheck(BaseHealthCheck):
    """Asks one query, in a transaction that can only read, and makes gauges of its columns.

    Args:
        name: Under which it is declared.
        query: What is declared.
        lender: The database, over a connection that no other check shares: a slow query must not
            hold up the question whether the database is well.
        timeout: Seconds that a run may take where the declaration has none; the server ends the
            query a little before.
        others: The names of all declared queries; what two of them call alike is refused.

    Raises:
        TargetError: The declaration cannot work.
    """

    name = "sql"
    description = "a query of the configuration gives numbers"

    def __init__(
        self,
        name: str,
        query: SqlQuery,
        lender: OwnLender,
        timeout: float,
        others: Collection[str] = (),
    ) -> None:
        self.target = name
        self.timeout = query.timeout or timeout
        self.min_interval = query.min_interval
        self.critical = query.critical
        self._gauges = Gauges(name, query, others)
        self._sql = Secret(query.query)
        self._most = query.max_rows
        self._lender = lender
        try:
            require_question(query.query)
        except CheckFailed as failed:
            raise TargetError(f"sql.{name}.query: {failed}") from None

    def check(self) -> Outcome:
        """Ask the query.

        Raises:
            CheckFailed: The database gave no answer, or one that makes no gauges.
        """
        started = time.perf_counter()
        try:
            rows = self._lender.ask(
                self._sql.reveal(), limit=self._most, timeout=self.timeout, borrower=self
            )
        except MissingTableError:
            raise CheckFailed(
                Reason.MISCONFIGURED, "the query names a table that is not there"
            ) from None
        seconds = time.perf_counter() - started
        return Outcome(
            details={"rows": len(rows.rows), "duration_seconds": seconds},
            measurements=self._gauges.measurements(rows),
        )

    def cancel(self) -> None:
        """End the query under way."""
        self._lender.cancel_for(self)

    def close(self) -> None:
        """Close the query's connection."""
        self._lender.close()
