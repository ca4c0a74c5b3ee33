"""How a probed target is as a whole, under the names that blackbox_exporter uses."""

from __future__ import annotations

from collections.abc import Sequence

from django_health.result import Family, Measurement, Report, Status, Summary

SUCCESS = Family(
    "probe_success",
    "1 when all checks of the target work (ok or warning), 0 on error; absent when all are "
    "skipped.",
)
DURATION = Family(
    "probe_duration_seconds", "Seconds from the request to this answer of what was known by then."
)


def probe_measurements(report: Report) -> Sequence[Measurement]:
    """Return how a target is as a whole."""
    status = Summary(report.results).status
    success = [] if status is Status.SKIPPED else [SUCCESS(status.works)]
    return [*success, DURATION(report.duration)]
