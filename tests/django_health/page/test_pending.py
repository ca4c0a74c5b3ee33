"""Checks that have not answered yet."""

from __future__ import annotations

from dataclasses import replace

from django_health.page.pending import is_undecided, with_pending
from django_health.result import Reason, Status
from sample_checks import report_of, result_of

LATE = result_of("cache", status=Status.ERROR, reason=Reason.TIMEOUT, duration=1.5)


def test_no_answer_yet() -> None:
    """It is no error, and says since when it is waited for."""
    (result,) = with_pending(report_of(replace(LATE, answered=False))).results
    assert result.status is Status.SKIPPED
    assert result.outcome.reason is None
    assert result.outcome.message == "no answer yet, asked 1.5 s ago"


def test_an_overrun_of_its_own_limit() -> None:
    """That is an answer: none came for as long as the check may take."""
    report = report_of(LATE)
    assert with_pending(report).results == report.results


def test_undecided() -> None:
    """As long as a critical check may answer anything, and nothing fails yet."""
    late = replace(LATE, answered=False)
    well, failed = result_of("x"), result_of("y", status=Status.ERROR)
    told = {
        name: is_undecided(with_pending(report_of(*results)))
        for name, results in {
            "late": [well, late],
            "mild": [well, replace(late, critical=False)],
            "failed": [failed, late],
            "well": [well],
        }.items()
    }
    assert told == {"late": True, "mild": False, "failed": False, "well": False}
