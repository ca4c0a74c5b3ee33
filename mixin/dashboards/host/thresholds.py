"""The thresholds that each daemon exports, beside what they are for."""

from __future__ import annotations

from grafana_foundation_sdk.builders.prometheus import Dataquery

from mixin.dashboards.queries import over_time, select

LEVELS = ("warning", "critical")


def _threshold(resource: str, level: str) -> str:
    return select("django_health_threshold_ratio", resource=resource, level=level)


def by_threshold(resource: str, level: str) -> str:
    """Return the right side of a comparison of a usage with its own daemon's threshold."""
    of_each = f"max by (job, instance) ({_threshold(resource, level)})"
    return f"on (job, instance) group_left () {of_each}"


def beyond(usage: str, resource: str) -> str:
    """How a usage stands to the thresholds of its daemon: 0 fine, 1 warning, 2 critical."""
    warning, critical = (by_threshold(resource, level) for level in LEVELS)
    return f"max(({usage} >= bool {warning}) + ({usage} >= bool {critical}))"


def reaches(usage: str, resource: str, level: str) -> str:
    """Return where a usage has reached its own daemon's threshold."""
    return f"{usage} >= {by_threshold(resource, level)}"


def by_level(usage: str, resource: str) -> tuple[str, str, str]:
    """Return a usage where it is critical, where it warns, and where it is well."""
    warns, worse = (reaches(usage, resource, level) for level in LEVELS)
    return worse, f"{warns} unless {worse}", f"{usage} unless {warns}"


def limits(resource: str) -> list[Dataquery]:
    """The exported thresholds as lines, one for each value that is configured anywhere."""
    return [over_time(f"max({_threshold(resource, level)})", level) for level in LEVELS]
