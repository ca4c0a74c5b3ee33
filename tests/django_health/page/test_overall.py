"""The head of the page."""

from __future__ import annotations

import pytest

from django_health.page.overall import overall_of
from django_health.result import CheckResult, Status
from sample_checks import report_of, result_of

OK, WARNING, ERROR, SKIPPED = Status.OK, Status.WARNING, Status.ERROR, Status.SKIPPED


def results(*statuses: Status, mild: int = 0) -> list[CheckResult]:
    """Results with these states; the last ``mild`` ones are not critical."""
    last = len(statuses) - mild
    return [
        result_of(f"check_{number}", status=status, critical=number < last)
        for number, status in enumerate(statuses)
    ]


@pytest.mark.parametrize(
    ("found", "word", "sentence"),
    [
        (results(OK), "Healthy", "The one check works"),
        (results(OK, OK, SKIPPED), "Healthy", "All 2 checks work, 1 is skipped"),
        (results(OK, WARNING), "Warning", "1 of 2 checks warns"),
        (results(WARNING, WARNING, SKIPPED), "Warning", "All 2 checks warn, 1 is skipped"),
        (results(ERROR, OK), "Unhealthy", "1 of 2 checks fails"),
        (results(ERROR, ERROR, WARNING), "Unhealthy", "2 of 3 checks fail, 1 warns"),
        (results(ERROR, ERROR), "Unhealthy", "All 2 checks fail"),
        (results(ERROR), "Unhealthy", "The one check fails"),
        (results(OK, ERROR, mild=1), "Warning", "1 of 2 checks fails and is not critical"),
        (
            results(OK, ERROR, ERROR, mild=2),
            "Warning",
            "2 of 3 checks fail, none of them critical",
        ),
        (
            results(ERROR, OK, ERROR, mild=1),
            "Unhealthy",
            "2 of 3 checks fail, 1 of them not critical",
        ),
    ],
)
def test_in_words(found: list[CheckResult], word: str, sentence: str) -> None:
    """The same word as in the JSON, and how many checks are how."""
    overall = overall_of(report_of(*found), has_details=True)
    assert (overall.word, overall.sentence) == (word, sentence)
    assert overall.title == f"{word}: {sentence}"


@pytest.mark.parametrize("found", [[], results(SKIPPED, SKIPPED)])
def test_nothing_is_checked(found: list[CheckResult]) -> None:
    """That is no news of health."""
    overall = overall_of(report_of(*found), has_details=True)
    assert (overall.status, overall.word) == (SKIPPED, "Nothing is checked")


def test_without_details() -> None:
    """The word alone: how many checks there are is a detail."""
    overall = overall_of(report_of(*results(ERROR, OK)), has_details=False)
    assert (overall.word, overall.sentence, overall.title) == ("Unhealthy", "", "Unhealthy: health")


def test_times() -> None:
    """When, for programs and for people, and how long it took."""
    overall = overall_of(report_of(*results(OK)), has_details=True)
    told = (overall.timestamp, overall.moment, overall.took)
    assert told == ("2023-12-01T10:30:00Z", "2023-12-01 10:30:00", "45 ms")
