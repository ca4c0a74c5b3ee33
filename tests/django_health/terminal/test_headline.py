"""A report in a line."""

from __future__ import annotations

from django_health.result import Reason, Status
from django_health.terminal.headline import (
    counts,
    explained,
    headline,
    label,
    listed,
    overall,
    trouble,
    troubles,
    wrong,
)
from sample_checks import report_of, result_of

FINE = result_of("database", "default")
FULL = result_of(
    "system", part="disk", status=Status.WARNING, reason=Reason.THRESHOLD, message="86 % are used"
)
SIDE = result_of("cache", "side", status=Status.ERROR, reason=Reason.TIMEOUT, critical=False)
GONE = result_of(
    "cache", "default", status=Status.ERROR, reason=Reason.REFUSED, message="it was refused"
)
LEFT = result_of("celery", status=Status.SKIPPED)


def test_the_whole_in_a_line() -> None:
    """How it is, how many, and what is wrong."""
    assert headline(report_of(FINE, GONE)) == (
        "unhealthy: 1 error, 1 ok: cache/default: refused: it was refused"
    )
    assert headline(report_of(FINE, LEFT)) == "healthy: 1 ok, 1 skipped"


def test_the_word_for_the_whole() -> None:
    """One of its own where nothing was asked."""
    assert overall(report_of(FINE)) == "healthy"
    assert overall(report_of(FINE, FULL)) == overall(report_of(SIDE)) == "warning"
    assert overall(report_of(GONE)) == "unhealthy"
    assert overall(report_of(LEFT)) == overall(report_of()) == "unknown"


def test_counts_are_in_the_order_of_their_urgency() -> None:
    """One is singular."""
    report = report_of(LEFT, FINE, FULL, FULL, GONE)
    assert counts(report) == "1 error, 2 warnings, 1 ok, 1 skipped"
    assert counts(report_of(GONE, GONE, FULL)) == "2 errors, 1 warning"
    assert counts(report_of()) == "nothing was asked"


def test_the_worst_is_first() -> None:
    """What is critical before what is not, errors before warnings."""
    assert troubles(report_of(FULL, SIDE, FINE, GONE, LEFT)) == [GONE, SIDE, FULL]


def test_few_are_named() -> None:
    """The others are counted."""
    report = report_of(FULL, SIDE, GONE)
    assert listed(troubles(report), 2) == (
        "cache/default: refused: it was refused; cache/side: timeout (not critical); and 1 more"
    )
    assert wrong(report) == "; ".join(trouble(result) for result in (GONE, SIDE, FULL))
    assert wrong(report_of(FINE)) == ""


def test_what_is_said_of_a_result() -> None:
    """As much as there is."""
    assert explained(FULL) == "threshold: 86 % are used"
    assert explained(SIDE) == "timeout (not critical)"
    assert explained(LEFT) == explained(FINE) == ""


def test_a_label_is_a_printable_line() -> None:
    """An alias is what somebody wrote into the settings, and may be meant to draw on a terminal."""
    evil = label(result_of("cache", "a\x1b[2J\nb\u202e", "redis://u:canary@host"))
    assert evil == "cache/a [2J b /redis://***@host"
