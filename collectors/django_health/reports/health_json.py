"""A report as ``application/health+json``, the document of draft-inadarei-api-health-check-06.

Times are in seconds, usages in percent, timestamps in UTC as ISO 8601. What was skipped is not
told: it was not asked, and the draft has no word for it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from django_health.reports.documents import Document, seconds, timestamp
from django_health.result import CheckResult, Report, Status

WORDS = {
    Status.SKIPPED: "pass",
    Status.OK: "pass",
    Status.WARNING: "warn",
    Status.ERROR: "fail",
}
"""The draft's word for a status."""

COMPONENT_TYPES = {"database": "datastore", "cache": "datastore", "system": "system"}
"""The draft's word for what a component is; every other one is a ``component``."""

FIGURES = {
    "usage": ("utilization", "percent"),
    "connections": ("connections", "connections"),
    "uptime_seconds": ("uptime", "s"),
}
"""Which of a check's details are observations of their own: the measurement and the unit."""


def short_health_json(report: Report) -> Document:
    """Return the one word."""
    return {"status": WORDS[report.status]}


def detailed_health_json(report: Report) -> Document:
    """Return the one word with ``checks``, and with the worst message as ``output``."""
    return _detailed(report, report.status)


def system_health_json(report: Report) -> Document:
    """Return the host alone, as :func:`django_health.reports.documents.system_document` does."""
    summary = report.components.get("system")
    host = Report(summary.results if summary else (), report.created, report.now, report.duration)
    return _detailed(host, summary.status if summary else Status.SKIPPED)


def _detailed(report: Report, status: Status) -> Document:
    checks: dict[str, list[Document]] = {}
    for result in report.results:
        if result.status is not Status.SKIPPED:
            for key, observation in _observations(report, result):
                checks.setdefault(key, []).append(observation)
    told: Document = {"status": WORDS[status]}
    if notes := _notes(report):
        told["notes"] = notes
    worst = max(report.results, key=lambda result: result.status.severity, default=None)
    if worst is not None and worst.outcome.message and WORDS[status] != "pass":
        told["output"] = f"{worst.label}: {worst.outcome.message}"
    return told | {"checks": checks}


def _observations(report: Report, result: CheckResult) -> Iterator[tuple[str, Document]]:
    """What a result tells: how long the answer took, and the figures of :data:`FIGURES`."""
    time = timestamp(report.created - report.age(result))
    state: Document = {"status": WORDS[result.status], "time": time}
    if result.outcome.message and result.status is not Status.OK:
        state["output"] = result.outcome.message
    place = _place(result)
    yield (
        f"{result.name}:responseTime",
        place | {"observedValue": seconds(result.duration), "observedUnit": "s"} | state,
    )
    for detail, (measurement, unit) in FIGURES.items():
        value = result.outcome.details.get(detail)
        if isinstance(value, int | float):
            component = result.part if result.name == "system" else result.name
            observed: Document = {"observedValue": value, "observedUnit": unit}
            key = measurement if measurement == component else f"{component}:{measurement}"
            yield key, place | observed | state


def _place(result: CheckResult) -> Document:
    """Which one of the component's it is, and what kind of thing."""
    component_id = result.label.partition("/")[2]
    identity: Mapping[str, object] = {"componentId": component_id} if component_id else {}
    return {**identity, "componentType": COMPONENT_TYPES.get(result.name, "component")}


def _notes(report: Report) -> list[str]:
    """What is not told for lack of a privilege."""
    return [
        f"{result.label}: {grant}"
        for result in report.results
        if isinstance(missing := result.outcome.details.get("missing_privileges"), list)
        for grant in missing
    ]
