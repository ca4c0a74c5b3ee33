"""A database of any engine, asked through Django's own backend: does it answer, and how fast."""

from __future__ import annotations

import time

from django_health.databases.django.connection import DjangoConnection, vendor_of
from django_health.databases.django.kept import KeptDjangoConnection
from django_health.databases.django.reading import answer
from django_health.databases.families import INFO, ROUND_TRIP
from django_health.databases.lending import Answer
from django_health.databases.lending_check import LendingCheck
from django_health.databases.statement import require_single
from django_health.failure import CheckFailed
from django_health.network.deadline import Deadline
from django_health.result import Outcome, Reason
from django_health.targets import DjangoDatabaseTarget


class DjangoDatabaseCheck(LendingCheck):
    """Oracle, SQL Server and whatever else has a Django backend.

    Of an engine that is not known, nothing but the end of its transaction undoes what a statement
    of another's might have written.

    A run is one ``SELECT 1`` on a kept connection of its own. What limits the waiting is up to the
    engine's driver; a run that takes too long is interrupted where the driver lets that be done.

    Args:
        target: The database; the project's settings must be configured.
        timeout: Seconds that a run may take.
    """

    description = "SELECT 1 through Django's backend"

    def __init__(self, target: DjangoDatabaseTarget, timeout: float) -> None:
        super().__init__(target.alias, timeout)
        self._kept = KeptDjangoConnection(target.alias, timeout)

    @property
    def vendor(self) -> str:
        """Django's name of the kind of database; empty where its engine cannot be imported."""
        return vendor_of(self.target)

    @property
    def connections(self) -> int | None:
        """How many connections to the server are kept open now."""
        return self._kept.connections

    def _look(self) -> Outcome:
        return self._kept.use(self._ask)

    def _answer(self, sql: str, limit: int, deadline: Deadline) -> Answer:
        require_single(sql)
        return self._kept.use(lambda connection: answer(connection, sql, limit, deadline))

    def _end(self) -> None:
        """Interrupt the statement under way."""
        self._kept.cancel()

    def _close(self) -> None:
        self._kept.close()

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
