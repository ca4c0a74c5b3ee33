"""The head of the page."""

from __future__ import annotations

from dataclasses import replace

import pytest

from django_health.page.overall import overall_of
from django_health.page.pending import with_pending
from django_health.result import CheckResult, Reason, Status
from sample_checks import report_of, result_of

OK, WARNING, ERROR, SKIPPED = Status.OK, Status.WARNING, Status.ERROR, Status.SKIPPED


LATE = replace(result_of("late", status=ERROR, reason=Reason.TIMEOUT), answered=False)


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


@pytest.mark.parametrize("has_details", [True, False])
@pytest.mark.parametrize("found", [[], results(SKIPPED, SKIPPED)])
def test_nothing_is_checked(found: list[CheckResult], has_details: bool) -> None:
    """That is no news of health, to nobody."""
    overall = overall_of(report_of(*found), has_details=has_details)
    assert (overall.status, overall.word) == (SKIPPED, "Nothing is checked")


@pytest.mark.parametrize(
    ("others", "word", "sentence"),
    [
        ([OK, OK], "Not known yet", "2 of 3 checks work, 1 has not answered yet"),
        ([], "Not known yet", "1 has not answered yet"),
        ([SKIPPED], "Not known yet", "1 has not answered yet, 1 is skipped"),
        ([WARNING], "Not known yet", "1 of 2 checks warns, 1 has not answered yet"),
        ([ERROR], "Unhealthy", "1 of 2 checks fails, 1 has not answered yet"),
    ],
)
def test_what_has_not_answered(others: list[Status], word: str, sentence: str) -> None:
    """It is no error, and nobody is told that all is well; what fails is told at once."""
    overall = overall_of(with_pending(report_of(*results(*others), LATE)), has_details=True)
    assert (overall.word, overall.sentence) == (word, sentence)
    assert (overall.status is SKIPPED) == (word == "Not known yet")


def test_what_has_not_answered_and_is_not_critical() -> None:
    """The whole does not wait for it."""
    late = replace(LATE, critical=False)
    report = with_pending(report_of(*results(OK), late))
    assert overall_of(report, has_details=False).word == "Healthy"


def test_a_name() -> None:
    """The title tells two tabs apart; those who may not see details are told none."""
    report = report_of(*results(OK))
    title = overall_of(report, has_details=True, name="shop.example").title
    assert title == "Healthy, shop.example: The one check works"
    assert "shop" not in repr(overall_of(report, has_details=False, name="shop.example"))


def test_without_details() -> None:
    """The word alone: how many checks there are is a detail."""
    overall = overall_of(report_of(*results(ERROR, OK)), has_details=False)
    assert (overall.word, overall.sentence, overall.title) == ("Unhealthy", "", "Unhealthy: health")


def test_times() -> None:
    """When, for programs and for people, and how long it took."""
    overall = overall_of(report_of(*results(OK)), has_details=True)
    told = (overall.timestamp, overall.moment, overall.took)
    assert told == ("2023-12-01T10:30:00Z", "2023-12-01 10:30:00", "45 ms")
