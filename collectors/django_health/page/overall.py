"""How the whole is: a word, a sentence, and when that was."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from django_health.page.components import WORST_FIRST
from django_health.page.words import counted, duration, moment
from django_health.reports.documents import OVERALL, timestamp
from django_health.result import CheckResult, Report, Status

NOTHING = "Nothing is checked"
"""What is said where no check asked anything: that is no news of health."""


class Overall(NamedTuple):
    """The head of the page.

    Attributes:
        status: How the whole is; skipped where nothing was asked.
        word: The same in a word.
        sentence: How many checks are how; empty for those who may not see details.
        timestamp: When, for programs.
        moment: When, for people.
        took: How long that took.
    """

    status: Status
    word: str
    sentence: str
    timestamp: str
    moment: str
    took: str

    @property
    def title(self) -> str:
        """The title of the page, the state first: tabs are narrow."""
        return f"{self.word}: {self.sentence}" if self.sentence else f"{self.word}: health"


def overall_of(report: Report, *, has_details: bool) -> Overall:
    """Return the head of the page."""
    is_empty = has_details and all(r.status is Status.SKIPPED for r in report.results)
    return Overall(
        Status.SKIPPED if is_empty else report.status,
        NOTHING if is_empty else OVERALL[report.status].capitalize(),
        _sentence(report.results) if has_details else "",
        timestamp(report.created),
        moment(report.created),
        duration(report.duration),
    )


def _sentence(results: Sequence[CheckResult]) -> str:
    """How many checks are how, the worst first: ``2 of 24 checks fail, 1 warns``."""
    told = []
    counts = {status: _count(results, status) for status in WORST_FIRST}
    asked = len(results) - counts[Status.SKIPPED]
    if failing := counts[Status.ERROR]:
        told.append(f"{_of(failing, asked, 'fails', 'fail')}{_mild(results)}")
    if warning := counts[Status.WARNING]:
        alone = _of(warning, asked, "warns", "warn")
        told.append(counted(warning, "warns", "warn") if failing else alone)
    if asked and not told:
        told.append("the one check works" if asked == 1 else f"all {asked:,} checks work")
    if counts[Status.SKIPPED]:
        told.append(counted(counts[Status.SKIPPED], "is skipped", "are skipped"))
    sentence = ", ".join(told)
    return sentence[:1].upper() + sentence[1:]


def _of(count: int, all_of_them: int, one: str, many: str) -> str:
    """``2 of 24 checks fail``, and shorter where it is all of them."""
    if count < all_of_them:
        return f"{count:,} of {all_of_them:,} checks {one if count == 1 else many}"
    return f"the one check {one}" if count == 1 else f"all {count:,} checks {many}"


def _count(results: Sequence[CheckResult], status: Status) -> int:
    return sum(1 for result in results if result.status is status)


def _mild(results: Sequence[CheckResult]) -> str:
    """How many of those that fail are not critical, where it is any."""
    failing = [result for result in results if result.status is Status.ERROR]
    mild = sum(1 for result in failing if not result.critical)
    if not mild:
        return ""
    if mild == len(failing):
        return " and is not critical" if mild == 1 else ", none of them critical"
    return f", {mild:,} of them not critical"
