"""The health of the whole in one plain dictionary."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, TypedDict, cast

from django_health.application import Application, application
from django_health.checkers.asking import response_time
from django_health.checkers.system import SYSTEM, system_details
from django_health.reports.documents import timestamp
from django_health.reports.shown import shown
from django_health.result import Status, Summary


class ComponentHealth(TypedDict):
    """How a component is.

    Attributes:
        status: ``healthy``, ``warning``, ``unhealthy``, or ``skipped`` where nothing is asked.
        response_time: Seconds that the slowest of it took; ``None`` where nothing is asked.
    """

    status: Literal["healthy", "warning", "unhealthy", "skipped"]
    response_time: float | None


class SystemUsage(TypedDict):
    """Percents in use; ``None`` where they cannot be told."""

    cpu: float | None
    memory: float | None
    disk: float | None


class Checks(TypedDict, total=False):
    """The components that are on; a project's own checks stand beside them under their names."""

    database: ComponentHealth
    cache: ComponentHealth
    system: SystemUsage
    migrations: ComponentHealth
    celery: ComponentHealth
    configuration: ComponentHealth
    http: ComponentHealth
    smtp: ComponentHealth
    storage: ComponentHealth
    tcp: ComponentHealth
    dns: ComponentHealth
    sql: ComponentHealth


class HealthStatus(TypedDict):
    """How the whole is.

    Attributes:
        status: ``healthy``, ``warning`` or ``unhealthy``.
        timestamp: UTC as ISO 8601.
        checks: How each component is.
    """

    status: Literal["healthy", "warning", "unhealthy"]
    timestamp: str
    checks: Checks


def get_health_status(asked: Application | None = None) -> HealthStatus:
    """Return how the whole and each of its components is.

    Args:
        asked: The application to ask; that of this process by default.

    Raises:
        HealthCheckError: A setting cannot be used.
    """
    asked = asked or application()
    report = shown(asked.report())
    checks: dict[str, object] = {
        name: {"status": _word(summary), "response_time": response_time(summary)}
        for name, summary in report.components.items()
    }
    if SYSTEM in checks:
        checks[SYSTEM] = _usage(system_details(asked, report))
    return {
        "status": _WORDS[report.status],
        "timestamp": timestamp(report.created),
        "checks": cast("Checks", checks),
    }


_WORDS: Mapping[Status, Literal["healthy", "warning", "unhealthy"]] = {
    Status.SKIPPED: "healthy",
    Status.OK: "healthy",
    Status.WARNING: "warning",
    Status.ERROR: "unhealthy",
}


def _word(summary: Summary) -> str:
    """The word for a component; what only warns the whole is not unhealthy here either."""
    overall = summary.overall
    return "skipped" if overall is Status.SKIPPED else _WORDS[overall]


def _usage(details: Mapping[str, Mapping[str, object]]) -> SystemUsage:
    def percent(part: str) -> float | None:
        value = details.get(part, {}).get("usage")
        return value if isinstance(value, float | int) else None

    return {"cpu": percent("cpu"), "memory": percent("memory"), "disk": percent("disk")}
