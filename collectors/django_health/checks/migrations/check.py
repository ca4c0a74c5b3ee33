"""The check of a database's migrations."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import NamedTuple

from django_health.check import BaseHealthCheck
from django_health.checks.migrations.disk import DISK, Disk, Key
from django_health.checks.migrations.history import history_of
from django_health.checks.migrations.outcome import outcome_of
from django_health.checks.migrations.record import Record
from django_health.checks.migrations.scope import Scope, is_migrated, routers, scope_of
from django_health.databases.borrower import SteppedBorrower
from django_health.databases.lending import Lender
from django_health.failure import CheckFailed
from django_health.project import load_applications
from django_health.result import Outcome, Reason, Status
from django_health.settings import HealthSettings
from django_health.steps import Steps

_GRANT = "migrations: GRANT SELECT ON django_migrations"
_NO_TABLE = "there is no table django_migrations that this user sees"
_NOT_FOR_IT = "the database routers let no application migrate here"
_NOT_MIGRATED = (
    "no migration of this project was applied here, and no database router sends a model here"
)


class _Basis(NamedTuple):
    """What an answer was made from; where it is the same again, so is the answer."""

    disk: Disk
    routers: list[object]
    rows: list[Key] | None


class MigrationsCheck(SteppedBorrower):
    """Compares what a database has recorded in ``django_migrations`` with what is on disk, live.

    It counts as ``manage.py migrate`` does, squashed migrations included. Pending and conflicting
    migrations are a warning, since the application runs, and so are those of a newer release that
    was rolled back. A database that is not there to be migrated is skipped: one for which the
    routers rule out every application, or one that is not ``default``, that no router chooses and
    that holds no migration of the project.

    What this process cannot see of a deployment beside it is told at
    :class:`django_health.checks.migrations.disk.SharedDisk`.

    Args:
        lender: The database's check.
        timeout: Seconds that a run may take. The first one loads the project's applications.
    """

    details_are_final = True
    name = "migrations"
    description = "django_migrations compared with the migrations on disk"

    def __init__(self, lender: Lender, timeout: float) -> None:
        super().__init__(lender, timeout)
        self.target = lender.target
        self._record: Record | None = None
        self._scope: tuple[Disk, list[object], Scope] | None = None
        self._answer: tuple[_Basis, Outcome] | None = None

    def _steps(self) -> Steps[Outcome]:
        """Compare; fails also where the applications or their migrations cannot be loaded."""
        load_applications(self._deadline.left())
        disk, chosen = DISK.current(self._deadline.left()), routers()
        scope = self._scope_on(disk, chosen)
        if not scope.apps:
            return Outcome(Status.SKIPPED, message=_NOT_FOR_IT)
        try:
            basis = _Basis(disk, chosen, (yield from self._recorded()))
        except CheckFailed as failure:
            if failure.reason is Reason.PERMISSION:
                return self._not_permitted(failure)
            raise
        if self._answer is None or self._answer[0] != basis:
            self._answer = basis, self._outcome(basis, scope)
        return self._answer[1]

    def _scope_on(self, disk: Disk, chosen: list[object]) -> Scope:
        """The applications of the database; the routers are asked once."""
        if self._scope is None or self._scope[:2] != (disk, chosen):
            scope = scope_of(self.target, self._lender.vendor, disk.migrated)
            self._scope = disk, chosen, scope
        return self._scope[2]

    def _recorded(self) -> Steps[list[Key] | None]:
        if self._record is None:
            self._record = Record(self._lender.vendor)
        return self._record.read(self._rows_in_steps)

    def _not_permitted(self, failure: CheckFailed) -> Outcome:
        """A user of its own for the monitoring may lack the grant; the application is well."""
        details = {"missing_privileges": [_GRANT]}
        return Outcome(Status.WARNING, failure.reason, str(failure), details)

    def _outcome(self, basis: _Basis, scope: Scope) -> Outcome:
        rows = basis.rows or []
        if not is_migrated(self.target, scope, basis.disk, rows):
            return Outcome(Status.SKIPPED, message=_NOT_MIGRATED)
        outcome = outcome_of(history_of(basis.disk, rows), self.target, scope.apps)
        if basis.rows is None and outcome.message:
            return replace(outcome, message=f"{_NO_TABLE}; {outcome.message}")
        return outcome


def migrations_checks(
    settings: HealthSettings, lenders: Mapping[str, Lender]
) -> list[BaseHealthCheck]:
    """Return a check for each database of the project."""
    return [MigrationsCheck(lender, settings.timeouts.database) for lender in lenders.values()]
