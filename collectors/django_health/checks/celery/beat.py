"""The check of Celery's beat: how late is the most overdue of django-celery-beat's tasks?"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, tzinfo
from typing import Any
from zoneinfo import ZoneInfo

from django.apps import apps
from django.conf import settings
from django.db import connections, router

from django_health.check import BaseHealthCheck
from django_health.checks.celery import families
from django_health.checks.celery.beat_tasks import QUESTION, Reader, Row
from django_health.checks.celery.project_app import NothingToAskError, project_app
from django_health.databases.lending import Lender, MissingTableError
from django_health.failure import CheckFailed
from django_health.network.deadline import Deadline
from django_health.project import load_applications
from django_health.result import Outcome, Reason, Status

LATE = 300.0
"""Seconds of lateness that are a warning. Beat looks every 5 s and writes what it did into the
tables every 180 s (Celery's ``sync_every``), so less than that says nothing."""

INTERVAL = 15.0
"""Seconds for which an answer is kept; beat itself writes far less often."""

MOST_TASKS = 2000
_LONGEST_NAME = 100


class BeatCheck(BaseHealthCheck):
    """The schedule in the tables of django-celery-beat, compared with the clock.

    It asks the database that the project's routers choose for these tables, over the connection
    of that database's check.

    Args:
        lenders: The database checks by alias.
        timeout: Seconds for the run.
    """

    name = "celery"
    borrows = True
    part = "beat"
    min_interval = INTERVAL
    description = "django-celery-beat: last runs of the enabled periodic tasks against their plan"

    def __init__(self, lenders: Mapping[str, Lender], timeout: float) -> None:
        self.timeout = timeout
        self._lenders = lenders
        self._deadline = Deadline(timeout)

    def check(self) -> Outcome:
        """Compare.

        Raises:
            CheckFailed: The database does not answer, or has no such tables.
        """
        self._deadline = Deadline(self.timeout)
        load_applications(self._deadline.left())
        alias = router.db_for_read(apps.get_model("django_celery_beat", "PeriodicTask"))
        if alias not in self._lenders:
            message = f"the database {alias!r} that holds the schedule is not checked"
            return Outcome(Status.SKIPPED, message=message)
        try:
            reader = _reader(alias, project_app())
        except NothingToAskError as nothing:
            return Outcome(Status.SKIPPED, message=str(nothing))
        return _outcome(reader, self._rows(self._lenders[alias]))

    def cancel(self) -> None:
        """End the question under way, and begin none."""
        self._deadline.cancel()
        for lender in self._lenders.values():
            lender.cancel_for(self)

    def _rows(self, lender: Lender) -> list[Row]:
        left = self._deadline.left()
        try:
            found = lender.ask(QUESTION, limit=MOST_TASKS, timeout=left, borrower=self)
        except MissingTableError:
            raise CheckFailed(
                Reason.MISCONFIGURED, "the tables of django-celery-beat are not there: migrate"
            ) from None
        return [Row(*row) for row in found.rows]  # type: ignore[arg-type] # as the columns are


def _reader(alias: str, app: Any) -> Reader:
    is_aware = getattr(settings, "DJANGO_CELERY_BEAT_TZ_AWARE", True)
    return Reader(
        datetime.now(UTC), _zone(alias), cron_zone=None if is_aware else app.timezone, app=app
    )


def _zone(alias: str) -> tzinfo:
    """The zone of the times that the database keeps without one."""
    if not settings.USE_TZ:
        return ZoneInfo(settings.TIME_ZONE)
    name = connections.settings[alias]["TIME_ZONE"]
    return ZoneInfo(name) if name else UTC


def _outcome(reader: Reader, rows: list[Row]) -> Outcome:
    tasks = families.BEAT_TASKS(len(rows))
    if not rows:
        return Outcome(message="no periodic task is enabled", measurements=(tasks,))
    seconds, name = max((reader.lateness(row), row.name) for row in rows)
    details: dict[str, object] = {"tasks": len(rows), "lateness": seconds}
    status, reason, message = Status.OK, None, ""
    if seconds > LATE:
        details["most_overdue"] = name = name[:_LONGEST_NAME]
        status, reason = Status.WARNING, Reason.THRESHOLD
        message = f"the periodic task {name!r} is {seconds:.0f} s late: does beat run?"
    return Outcome(status, reason, message, details, (tasks, families.BEAT_LATENESS(seconds)))
