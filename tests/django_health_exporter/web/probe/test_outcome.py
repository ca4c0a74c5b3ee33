"""How a probed target is as a whole."""

from __future__ import annotations

import pytest

from django_health.result import CheckResult, Outcome, Report, Status
from django_health_exporter.web.probe.outcome import probe_measurements


def _report(*statuses: Status) -> Report:
    results = (CheckResult("cache", "a", str(n), Outcome(s), 1, 9) for n, s in enumerate(statuses))
    return Report(tuple(results), 1000, 10, 2.5)


@pytest.mark.parametrize(
    ("statuses", "success"),
    [
        ([Status.OK, Status.WARNING], [("probe_success", 1)]),
        ([Status.OK, Status.ERROR], [("probe_success", 0)]),
        ([Status.OK, Status.SKIPPED], [("probe_success", 1)]),
        ([Status.SKIPPED], []),
    ],
)
def test_success_and_duration(statuses: list[Status], success: list[tuple[str, float]]) -> None:
    """One error is a failure, a warning is none; what was not asked is neither."""
    told = [(one.family.name, one.value) for one in probe_measurements(_report(*statuses))]
    assert told == [*success, ("probe_duration_seconds", 2.5)]
