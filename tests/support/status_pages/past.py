"""A history as hours of reports would have made it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from django_health.history import History
from django_health.result import CheckResult, Outcome, Report, Status
from sample_checks.results import CREATED

Said = Mapping[str, Mapping[range, Status]]
"""By label, what a check said in some steps; those are counted back from now, which is 0."""


def history_of(
    report: Report, said: Said | None = None, *, known: int = 72, clock: float = CREATED
) -> History:
    """Return the history of the checks of a report, which end it.

    Args:
        report: The newest.
        said: What was said before, where it is not ok; skipped checks were always skipped.
        known: Steps since the daemon began.
        clock: Unix seconds of now.
    """
    history = History(clock=lambda: clock)
    for back in range(known - 1, 0, -1):
        passed = back * history.step
        results = tuple(_then(result, back, passed, said or {}) for result in report.results)
        history.note(
            replace(report, results=results, created=clock - passed, now=report.now - passed)
        )
    history.note(replace(report, created=clock))
    return history


def _then(result: CheckResult, back: int, passed: float, said: Said) -> CheckResult:
    status = Status.SKIPPED if result.status is Status.SKIPPED else Status.OK
    for steps, word in said.get(result.label, {}).items():
        if back in steps:
            status = word
    return replace(result, outcome=Outcome(status), finished=result.finished - passed)
