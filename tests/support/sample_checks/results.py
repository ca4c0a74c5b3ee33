"""Results and reports as the engine would make them, for what only reads them."""

from __future__ import annotations

from collections.abc import Mapping

from django_health.result import CheckResult, Measurement, Outcome, Reason, Report, Status

CREATED = 1701426600.75
"""2023-12-01T10:30:00Z and a bit."""

NOW = 5000.0
DURATION = 0.045


def result_of(
    name: str,
    target: str = "",
    part: str = "",
    *,
    status: Status = Status.OK,
    reason: Reason | None = None,
    message: str = "",
    details: Mapping[str, object] | None = None,
    measurements: tuple[Measurement, ...] = (),
    duration: float = 0.02,
    age: float = 0.0,
    last_success: float | None = None,
    critical: bool = True,
) -> CheckResult:
    """Return the result of a run that ended ``age`` seconds before the report was made."""
    outcome = Outcome(status, reason, message, details or {}, measurements)
    finished = NOW - age
    return CheckResult(
        name, target, part, outcome, duration, finished, last_success, critical=critical
    )


def report_of(*results: CheckResult) -> Report:
    """Return a report of a request that took 45 ms."""
    return Report(results, CREATED, NOW, DURATION)
