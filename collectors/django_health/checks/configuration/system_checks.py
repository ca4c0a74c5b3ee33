"""Django's own system checks, as ``manage.py check --deploy`` runs them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings
from django.core.checks import run_checks
from django.db import connections

from django_health.check import BaseHealthCheck
from django_health.checks.configuration.issues import Issues
from django_health.project import load_applications
from django_health.result import Outcome, Reason, Status

INTERVAL = 300.0
"""Seconds for which the findings are kept: the checks read all models and URLs of a project."""

_NAMED = 5
"""So many ids stand in the message."""


class SystemChecksCheck(BaseHealthCheck):
    """The system checks of Django and of the project's applications, those of --deploy included.

    None of them is given a database to ask, so that the checks of databases are left out, and so
    is what depends on one in the checks of models, on every version of Django.

    What is found is never an error of the application, which runs: errors are a warning, and so
    are warnings while DEBUG is off. With DEBUG on they are only counted, since most of them are
    about deployment. ``SILENCED_SYSTEM_CHECKS`` silences here as well.

    A connection to a database that a system check opens is closed after the run.

    Details: findings by level under ``levels``, ``ids``, and how many were ``silenced``.

    Args:
        timeout: Seconds that a run may take.
    """

    name = "configuration"
    part = "system_checks"
    description = "Django's system checks, as manage.py check --deploy runs them"
    critical = False
    min_interval = INTERVAL

    def __init__(self, timeout: float) -> None:
        self.timeout = timeout

    def check(self) -> Outcome:
        """Run the system checks.

        Raises:
            CheckFailed: The applications cannot be loaded, or a check returned no messages.
        """
        load_applications()
        with _connections_as_before():
            # No database is named: Django 6 would take None for all, and models' checks ask them.
            issues = Issues(run_checks(include_deployment_checks=True, databases=[]))
        return _outcome(issues)


def _outcome(issues: Issues) -> Outcome:
    details, measurements = issues.details(), issues.measurements()
    if not issues.has_errors and (settings.DEBUG or not issues.has_warnings):
        return Outcome(details=details, measurements=measurements)
    message = _sentence(issues)
    return Outcome(Status.WARNING, Reason.MISCONFIGURED, message, details, measurements)


def _sentence(issues: Issues) -> str:
    counts = [
        f"{count} of level {level}"
        for level in ("critical", "error", "warning")
        if (count := issues.levels[level])
    ]
    named = ", ".join(issues.ids[:_NAMED])
    more = ", ..." if len(issues.ids) > _NAMED else ""
    ids = f" ({named}{more})" if named else ""
    return f"findings of manage.py check --deploy: {', '.join(counts)}{ids}"


@contextmanager
def _connections_as_before() -> Iterator[None]:
    """Close what a system check of the project opens on this thread, which outlives the run."""
    before = set(_open_aliases())
    try:
        yield
    finally:
        for alias in set(_open_aliases()) - before:
            connections[alias].close()


def _open_aliases() -> list[str]:
    known = connections.all(initialized_only=True)
    return [connection.alias for connection in known if connection.connection is not None]
