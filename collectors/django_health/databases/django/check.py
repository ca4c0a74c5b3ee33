"""A database of any engine, asked through Django's own backend: does it answer, and how fast."""

from __future__ import annotations

import time

from django_health.check import BaseHealthCheck
from django_health.databases.django.connection import DjangoConnection
from django_health.databases.django.kept import KeptDjangoConnection
from django_health.databases.families import INFO, ROUND_TRIP
from django_health.failure import CheckFailed
from django_health.result import Outcome, Reason
from django_health.targets import DjangoDatabaseTarget


class DjangoDatabaseCheck(BaseHealthCheck):
    """Oracle, SQL Server and whatever else has a Django backend.

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

    def check(self) -> Outcome:
        """Ask, on the kept connection or a new one.

        Raises:
            CheckFailed: It cannot be reached or does not answer well.
        """
        return self._kept.use(self._ask)

    def cancel(self) -> None:
        """Interrupt the statement under way."""
        self._kept.cancel()

    def close(self) -> None:
        """Close the kept connection."""
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
            details={"engine": engine, "version": version, "round_trip_seconds": seconds},
            measurements=(
                INFO(1, self.target, engine, version),
                ROUND_TRIP(seconds, self.target),
            ),
        )
