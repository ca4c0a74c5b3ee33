"""The thresholds that each daemon exports, beside what they are for."""

from __future__ import annotations

from grafana_foundation_sdk.builders.prometheus import Dataquery

from mixin.dashboards.queries import over_time, select


def beyond(usage: str, resource: str) -> str:
    """How a usage stands to the thresholds of its daemon: 0 fine, 1 warning, 2 critical."""
    warning, critical = (
        f"on (job, instance) group_left () max by (job, instance) "
        f"({select('django_health_threshold_ratio', resource=resource, level=level)})"
        for level in ("warning", "critical")
    )
    return f"max(({usage} >= bool {warning}) + ({usage} >= bool {critical}))"


def limits(resource: str) -> list[Dataquery]:
    """The exported thresholds as lines, one for each value that is configured anywhere."""
    return [
        over_time(
            f"max({select('django_health_threshold_ratio', resource=resource, level=level)})", level
        )
        for level in ("warning", "critical")
    ]
