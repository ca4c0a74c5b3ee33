"""How much of something is in use, as bars beside their thresholds."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from django_health.page.words import percent, size
from django_health.result import CheckResult, Status
from django_health.settings import HealthSettings, Threshold

MOST = 12
"""Bars of one check; the fullest are shown where there are more."""

LASTING = ", over half a minute"
"""What is said of processors: the bar shows the last moment."""


class Bar(NamedTuple):
    """A bar.

    Attributes:
        subject: What is used.
        value: Percent of it, from 0 to 100.
        text: The same in words.
        level: How it is, for the colour.
        threshold: The percents that warn and fail, if there are any.
        lasting: What has to be said of how these are held against it; else empty.
    """

    subject: str
    value: float
    text: str
    level: Status
    threshold: Threshold | None = None
    lasting: str = ""

    @property
    def limits(self) -> str:
        """The thresholds in words; empty where there are none."""
        if self.threshold is None:
            return ""
        warning, critical = self.threshold.warning, self.threshold.critical
        return f"warns at {percent(warning)}, fails at {percent(critical)}{self.lasting}"


def bars_of(result: CheckResult, settings: HealthSettings) -> tuple[Bar, ...]:
    """Return the bars of a result, the fullest first where there are too many of them.

    Args:
        result: Of a check; its details are fit to be shown.
        settings: The thresholds.
    """
    found = list(_host_bars(result, settings) if result.name == "system" else _served(result))
    if len(found) > MOST:
        found = sorted(found, key=lambda bar: -bar.value)[:MOST]
    return tuple(found)


def _host_bars(result: CheckResult, settings: HealthSettings) -> Iterator[Bar]:
    details, limits = result.outcome.details, settings.thresholds
    match result.part:
        case "cpu":
            for bar in _usage(result, "processors", details.get("usage"), limits.cpu):
                yield bar._replace(lasting=LASTING)
        case "memory":
            yield from _usage(result, "memory", details.get("usage"), limits.memory)
        case "disk":
            for mountpoint, space in _mapping(details.get("filesystems")).items():
                usage = _mapping(space).get("usage")
                yield from _usage(result, mountpoint, usage, limits.disk)
        case "container":
            yield from _usage(result, "memory limit", details.get("memory_usage"), limits.memory)
            for bar in _usage(result, "processor limit", details.get("cpu_usage"), limits.cpu):
                yield bar._replace(lasting=LASTING)


def _served(result: CheckResult) -> Iterator[Bar]:
    """What a server has room for: connections of a database, memory of a cache."""
    details = result.outcome.details
    connections, most = _figures(details, "connections", "max_connections")
    if connections is not None and most:
        text = f"{connections:,.0f} of {most:,.0f}"
        yield Bar("connections", _bounded(100 * connections / most), text, Status.OK)
    used, limit = _figures(details, "memory_used_bytes", "memory_limit_bytes")
    if used is not None and limit:
        text = f"{size(used)} of {size(limit)}"
        yield Bar("memory", _bounded(100 * used / limit), text, Status.OK)


def _usage(result: CheckResult, subject: str, usage: object, threshold: Threshold) -> Iterator[Bar]:
    """A bar whose colour never says worse than its check does: a burst alarms nobody."""
    if isinstance(usage, int | float):
        reached = Status.OK
        if usage >= threshold.warning:
            reached = Status.ERROR if usage >= threshold.critical else Status.WARNING
        level = min(reached, result.status, key=lambda status: status.severity)
        shown = Status.OK if level is Status.SKIPPED else level
        yield Bar(subject, _bounded(usage), percent(usage), shown, threshold)


def _figures(details: Mapping[str, object], *keys: str) -> tuple[float | None, ...]:
    values = (details.get(key) for key in keys)
    return tuple(float(value) if isinstance(value, int | float) else None for value in values)


def _mapping(value: object) -> Mapping[str, object]:
    return value if isinstance(value, Mapping) else {}


def _bounded(value: float) -> float:
    return round(min(max(float(value), 0.0), 100.0), 1)
