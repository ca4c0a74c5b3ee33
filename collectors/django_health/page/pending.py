"""Checks that have not answered yet: that is neither good nor bad news of them."""

from __future__ import annotations

from dataclasses import replace

from django_health.page.words import duration
from django_health.result import CheckResult, Outcome, Report, Status

WORD = "no answer yet"
"""What stands in the place of their state."""


def with_pending(report: Report) -> Report:
    """Return a report in which those that have not answered are no errors.

    The page waits for a moment only. What has not answered by then has a result of before, or has
    just been asked for the first time; a check that overruns its own limit is an error, as it is
    everywhere.
    """
    results = tuple(r if r.answered else _pending(r) for r in report.results)
    return replace(report, results=results)


def _pending(result: CheckResult) -> CheckResult:
    message = f"{WORD}, asked {duration(result.duration)} ago"
    return replace(result, outcome=Outcome(Status.SKIPPED, message=message))


def is_undecided(report: Report) -> bool:
    """Whether the whole cannot be told, as a critical check may answer anything yet."""
    if report.status is Status.ERROR:
        return False
    return any(result.critical and not result.answered for result in report.results)
