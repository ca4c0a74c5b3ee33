"""How the whole is: a word, a sentence, and when that was."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from django_health.page.components import WAITED_FOR, WORST_FIRST
from django_health.page.pending import is_undecided
from django_health.page.words import counted, duration, moment
from django_health.reports.documents import OVERALL, timestamp
from django_health.result import CheckResult, Report, Status

NOTHING = "Nothing is checked"
"""What is said where no check asked anything: that is no news of health."""

UNDECIDED = "Not known yet"
"""What is said where nothing fails, and a critical check has not answered yet."""


class Overall(NamedTuple):
    """The head of the page.

    Attributes:
        status: How the whole is; skipped where nothing was asked.
        word: The same in a word.
        sentence: How many checks are how; empty for those who may not see details.
        timestamp: When, for programs.
        moment: When, for people.
        took: How long that took.
        name: What it is about; empty if that has no name, or is not for everybody.
    """

    status: Status
    word: str
    sentence: str
    timestamp: str
    moment: str
    took: str
    name: str = ""

    @property
    def title(self) -> str:
        """The title of the page, the state first: tabs are narrow."""
        head = f"{self.word}, {self.name}" if self.name else self.word
        return f"{head}: {self.sentence or 'health'}"


def overall_of(report: Report, *, has_details: bool, name: str = "") -> Overall:
    """Return the head of the page.

    Args:
        report: What the checks answered.
        has_details: Whether who asks may see more than the word.
        name: What it is about.
    """
    status, word = _verdict(report)
    return Overall(
        status,
        word,
        _sentence(report.results) if has_details else "",
        timestamp(report.created),
        moment(report.created),
        duration(report.duration),
        name if has_details else "",
    )


def _verdict(report: Report) -> tuple[Status, str]:
    """How the whole is; nobody is told that it is well where nothing was asked or has answered."""
    if is_undecided(report):
        return Status.SKIPPED, UNDECIDED
    if all(result.status is Status.SKIPPED for result in report.results):
        return Status.SKIPPED, NOTHING
    return report.status, OVERALL[report.status].capitalize()


def _sentence(results: Sequence[CheckResult]) -> str:
    """How many checks are how, the worst first: ``2 of 24 checks fail, 1 warns``."""
    told = []
    counts = {status: _count(results, status) for status in WORST_FIRST}
    waited_for = sum(1 for result in results if not result.answered)
    skipped = counts[Status.SKIPPED] - waited_for
    asked = len(results) - skipped
    if failing := counts[Status.ERROR]:
        told.append(f"{_of(failing, asked, 'fails', 'fail')}{_mild(results)}")
    if warning := counts[Status.WARNING]:
        alone = _of(warning, asked, "warns", "warn")
        told.append(counted(warning, "warns", "warn") if failing else alone)
    if not told and (works := asked - waited_for):
        told.append(_of(works, asked, "works", "work"))
    if waited_for:
        told.append(counted(waited_for, *WAITED_FOR))
    if skipped:
        told.append(counted(skipped, "is skipped", "are skipped"))
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
