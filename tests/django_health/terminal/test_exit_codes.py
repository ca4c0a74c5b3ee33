"""What a program hears of a report."""

from __future__ import annotations

import pytest

from django_health.result import Status
from django_health.terminal.exit_codes import ExitCode, exit_code
from sample_checks import report_of, result_of


@pytest.mark.parametrize(
    ("status", "critical", "usual", "lenient"),
    [
        (Status.OK, True, 0, 0),
        (Status.WARNING, True, 1, 0),
        (Status.ERROR, True, 2, 2),
        (Status.ERROR, False, 1, 0),
        (Status.SKIPPED, True, 0, 0),
    ],
)
def test_the_code_is_that_of_the_worst(
    status: Status, critical: bool, usual: int, lenient: int
) -> None:
    """An uncritical error warns; and a warning may be as good as ok."""
    report = report_of(
        result_of("database", "default"),
        result_of("cache", "default", status=status, critical=critical),
    )
    assert exit_code(report) == usual
    assert exit_code(report, Status.ERROR) == lenient


def test_where_nothing_was_asked_nothing_is_known() -> None:
    """Which is not ok."""
    assert exit_code(report_of()) is ExitCode.UNKNOWN
    assert exit_code(report_of(result_of("celery", status=Status.SKIPPED))) is ExitCode.UNKNOWN
