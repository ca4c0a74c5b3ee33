"""A database of any engine, asked through Django's own backend: does it answer, and how fast."""

from __future__ import annotations

import time

from django_health.check import BaseHealthCheck
from django_health.databases.django.connection import DjangoConnection, vendor_of
from django_health.databases.django.kept import KeptDjangoConnection
from django_health.databases.django.reading import answer
from django_health.databases.families import INFO, ROUND_TRIP
from django_health.databases.lending import Rows
from django_health.databases.shared import Turns
from django_health.databases.statement import require_question, require_single
from django_health.failure import CheckFailed
from django_health.network.deadline import Deadline
from django_health.result import Outcome, Reason
from django_health.targets import DjangoDatabaseTarget


class DjangoDatabaseCheck(BaseHealthCheck):
    """Oracle, SQL Server and whatever else has a Django backend.

    Others may ask a statement of their own over the same connection
    (:class:`~django_health.databases.lending.Lender`). Of an engine that is not known, nothing but
    the end of its transaction undoes what such a statement might have written.

    A run is one ``SELECT 1`` on a kept connection of its own. What limits the waiting is up to the
    engine's driver; a run that takes too long is interrupted where the driver lets that be done.

    Args:
        target: The database; the project's settings must be configured.
        timeout: Seconds that a run may take.
    """

    name = "database"
    description = "SELECT 1 through Django's backend"

    def __init__(self, target: DjangoDatabaseTarget, timeout: float) -> None:
        self.target = target.alias
        self.timeout = timeout
        self._kept = KeptDjangoConnection(target.alias, timeout)
        self._turns = Turns(self._kept.cancel)

    @property
    def vendor(self) -> str:
        """Django's name of the kind of database; empty where its engine cannot be imported."""
        return vendor_of(self.target)

    def check(self) -> Outcome:
        """Ask, on the kept connection or a new one.

        Raises:
            CheckFailed: It cannot be reached or does not answer well.
        """
        with self._turns.turn(self, self.timeout):
            return self._kept.use(self._ask)

    def ask(self, sql: str, *, limit: int, timeout: float, borrower: object) -> Rows:
        """Run a statement of another's that can only read; see ``Lender``."""
        require_question(sql)
        require_single(sql)
        deadline = Deadline(timeout)
        with self._turns.turn(borrower, timeout):
            answered = self._kept.use(lambda kept: answer(kept, sql, limit, deadline))
        if isinstance(answered, Exception):
            raise answered
        return answered

    def cancel(self) -> None:
        """Interrupt the statement under way."""
        self.cancel_for(self)

    def cancel_for(self, borrower: object) -> None:
        """Interrupt the statement under way if it is this borrower's."""
        self._turns.cancel(borrower)

    def close(self) -> None:
        """Close the kept connection, as soon as nobody uses it."""
        self._turns.when_free(self._kept.close)

    def _ask(self, connection: DjangoConnection) -> Outcome:
        suffix = connection.wrapper.features.bare_select_suffix  # Oracle wants FROM DUAL
        started = time.perf_counter()
        row = connection.row(f"SELECT 1{suffix}")
        seconds = time.perf_counter() - started
        if row is None or row[0] != 1:
            raise CheckFailed(Reason.WRONG_ANSWER)
        engine, version = connection.vendor, connection.version
        return Outcome(
            details={
                "engine": engine,
                "version": version,
                "round_trip_seconds": seconds,
                "queries_executed": 1,
            },
            measurements=(
                INFO(1, self.target, engine, version),
                ROUND_TRIP(seconds, self.target),
            ),
        )
