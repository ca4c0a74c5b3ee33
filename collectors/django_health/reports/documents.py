"""A report as JSON-ready documents: short, detailed, and of the host alone.

Times are in seconds, usages in percent, timestamps in UTC as ISO 8601.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from math import floor

from django_health.result import CheckResult, Report, Status, Summary

Document = dict[str, object]

OVERALL = {
    Status.SKIPPED: "healthy",
    Status.OK: "healthy",
    Status.WARNING: "warning",
    Status.ERROR: "unhealthy",
}
"""The word for the whole, by the worst status of a critical check."""

SYSTEM_PARTS = {
    "cpu": ("usage", "cores"),
    "memory": ("usage", "total_gb"),
    "disk": ("usage", "total_gb"),
}
"""What the document of the host shows of each of its parts."""

SECONDS = 64
"""Seconds whose text is kept: a report has many times, and most are the same."""


def health_document(report: Report) -> Document:
    """Return the short form: ``status``, ``timestamp``, ``response_time``."""
    return {
        "status": OVERALL[report.status],
        "timestamp": timestamp(report.created),
        "response_time": seconds(report.duration),
    }


def detailed_document(report: Report) -> Document:
    """Return the short form with ``checks`` per component, and ``overall_response_time``."""
    checks = {name: _component(report, name) for name in report.components}
    return {
        **health_document(report),
        "checks": checks,
        "overall_response_time": seconds(report.duration),
    }


def system_document(report: Report) -> Document:
    """Return the host alone: ``status``, ``timestamp`` and ``system`` with its parts."""
    parts = {result.part: result.outcome.details for result in _results(report, "system")}
    system: Document = {
        part: _chosen(parts[part], keys) for part, keys in SYSTEM_PARTS.items() if part in parts
    }
    uptime = parts.get("uptime", {}).get("uptime_seconds")
    if isinstance(uptime, int | float):
        system["uptime"] = str(timedelta(seconds=int(uptime)))
    summary = report.components.get("system")
    status = summary.status if summary else Status.SKIPPED
    return {"status": status.value, "timestamp": timestamp(report.created), "system": system}


def timestamp(unix: float) -> str:
    """Return Unix seconds as UTC in the form ``2023-12-01T10:30:00Z``."""
    return _second(floor(unix))


@lru_cache(SECONDS)
def _second(unix: int) -> str:
    return datetime.fromtimestamp(unix, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def seconds(duration: float) -> float:
    """Return seconds rounded to microseconds."""
    return round(duration, 6)


def _component(report: Report, name: str) -> Document:
    summary = report.components[name]
    document = _head(report, summary)
    if highlights := HIGHLIGHTS.get(name):
        document |= highlights(summary.results)
    targets = report.targets(name)
    if set(targets) == {""}:
        document = _beside(document, _parts(report, targets[""]))
    else:
        document["targets"] = {alias: _target(report, target) for alias, target in targets.items()}
    return document


def _target(report: Report, summary: Summary) -> Document:
    if len(summary.results) == 1:
        (result,) = summary.results
        server = {"server": result.part} if result.part else {}
        return _result(report, result) | server
    return _head(report, summary) | {
        "servers": {result.part: _result(report, result) for result in summary.results}
    }


def _parts(report: Report, summary: Summary) -> Mapping[str, object]:
    """The aspects of a component without targets, or its own details where it has one only."""
    if [result.part for result in summary.results] == [""]:
        return summary.results[0].outcome.details
    return {"parts": {result.part: _result(report, result) for result in summary.results}}


def _result(report: Report, result: CheckResult) -> Document:
    return _beside(_head(report, Summary((result,))), result.outcome.details)


def _beside(head: Document, details: Mapping[str, object]) -> Document:
    """Return a head with details after it, which cannot take the place of what it says."""
    return head | {key: _rounded(value) for key, value in details.items() if key not in head}


def _rounded(value: object) -> object:
    """A figure without the digits that no clock measures, also inside a mapping."""
    match value:
        case float():
            return round(value, 6)
        case str() | int() | None:  # whether one of these is a mapping takes longer to ask
            return value
        case Mapping():
            return {key: _rounded(item) for key, item in value.items()}
    return value


def _head(report: Report, summary: Summary) -> Document:
    """Status, time and, where there is something to say, reason, message, age and last success."""
    worst = summary.worst.outcome
    head: Document = {
        "status": worst.status.value,
        "response_time": seconds(summary.duration),
    }
    if worst.reason is not None:
        head["reason"] = worst.reason.value
    if worst.message:
        head["message"] = worst.message
    if age := max(map(report.age, summary.results)):
        head["age"] = seconds(age)
    if (success := summary.last_success) is not None:
        head["last_success"] = timestamp(success)
    return head


def _database_highlights(results: Iterable[CheckResult]) -> Document:
    counts = _numbers(results, "connections")
    return {"connections": int(sum(counts))} if counts else {}


def _cache_highlights(results: Iterable[CheckResult]) -> Document:
    hits, misses = sum(_numbers(results, "hits")), sum(_numbers(results, "misses"))
    return {"hit_rate": round(100 * hits / (hits + misses), 1)} if hits + misses else {}


def _system_highlights(results: Iterable[CheckResult]) -> Document:
    usages = {result.part: result.outcome.details.get("usage") for result in results}
    return {f"{part}_usage": usages[part] for part in SYSTEM_PARTS if usages.get(part) is not None}


def _migrations_highlights(results: Iterable[CheckResult]) -> Document:
    pending = _numbers(results, "pending_migrations")
    names = [
        name
        for result in results
        if isinstance(listed := result.outcome.details.get("migrations"), list)
        for name in listed
    ]
    if not pending:
        return {}
    unique = list(dict.fromkeys(names))  # one that several databases lack is one migration
    untold = int(sum(pending)) - len(names)  # a check tells a limited number of names
    return {"pending_migrations": len(unique) + untold, "migrations": unique}


def _celery_highlights(results: Iterable[CheckResult]) -> Document:
    keys = ("active_workers", "workers")
    return {
        key: value
        for result in results
        for key, value in _chosen(result.outcome.details, keys).items()
    }


HIGHLIGHTS: Mapping[str, Callable[[tuple[CheckResult, ...]], Document]] = {
    "database": _database_highlights,
    "cache": _cache_highlights,
    "system": _system_highlights,
    "migrations": _migrations_highlights,
    "celery": _celery_highlights,
}
"""The few figures that a component shows beside its status, over all its targets."""


def _numbers(results: Iterable[CheckResult], key: str) -> list[float]:
    values = (result.outcome.details.get(key) for result in results)
    return [value for value in values if isinstance(value, int | float)]


def _results(report: Report, name: str) -> tuple[CheckResult, ...]:
    summary = report.components.get(name)
    return summary.results if summary else ()


def _chosen(details: Mapping[str, object], keys: Iterable[str]) -> Document:
    return {key: details[key] for key in keys if key in details}
