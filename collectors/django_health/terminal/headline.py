"""A report in a line: how the whole is, and what is wrong."""

from __future__ import annotations

from collections.abc import Sequence

from django_health.json_ready import one_line
from django_health.reports.documents import OVERALL
from django_health.result import CheckResult, Report, Status

SHOWN = 3
"""Failures that a line names; the others are counted."""

LABEL_LENGTH = 200
"""Characters after which a label is cut; aliases and server names are whatever somebody wrote."""

_COUNTED = (
    (Status.ERROR, "error", "errors"),
    (Status.WARNING, "warning", "warnings"),
    (Status.OK, "ok", "ok"),
    (Status.SKIPPED, "skipped", "skipped"),
)


def label(result: CheckResult) -> str:
    """Return the place of a check as one printable line."""
    return one_line(result.label, LABEL_LENGTH)


def overall(report: Report) -> str:
    """Return the word for the whole: ``healthy``, ``warning``, ``unhealthy``, or ``unknown``.

    The last is said where nothing was asked.
    """
    if all(result.status is Status.SKIPPED for result in report.results):
        return "unknown"
    return OVERALL[report.status]


def counts(report: Report) -> str:
    """Return how many checks ended in which way: ``1 error, 2 warnings, 11 ok, 3 skipped``."""
    statuses = [result.status for result in report.results]
    told = [
        f"{number} {singular if number == 1 else plural}"
        for status, singular, plural in _COUNTED
        if (number := statuses.count(status))
    ]
    return ", ".join(told) or "nothing was asked"


def troubles(report: Report) -> list[CheckResult]:
    """Return what is not well, the worst first: critical errors, other errors, warnings."""
    ill = [r for r in report.results if r.status in (Status.ERROR, Status.WARNING)]
    return sorted(ill, key=lambda result: (-result.status.severity, not result.critical))


def explained(result: CheckResult) -> str:
    """Return reason and message of a result: ``refused: the connection was refused``."""
    message, reason = result.outcome.message, result.outcome.reason
    said = f"{reason}: {message}" if reason and message else message or str(reason or "")
    uncritical = result.status is Status.ERROR and not result.critical
    return " ".join(filter(None, (said, "(not critical)" if uncritical else "")))


def trouble(result: CheckResult) -> str:
    """Return what is wrong, and where: ``cache/default: refused: the connection was refused``."""
    said = explained(result) or str(result.status)
    return f"{label(result)}: {said}"


def listed(ill: Sequence[CheckResult], shown: int = SHOWN) -> str:
    """Return in a line what is wrong with the first few of some results; the others are counted."""
    told = [trouble(result) for result in ill[:shown]]
    if len(ill) > shown:
        told.append(f"and {len(ill) - shown} more")
    return "; ".join(told)


def wrong(report: Report) -> str:
    """Return what is not well in a line, the worst first; empty where all is."""
    return listed(troubles(report))


def headline(report: Report) -> str:
    """Return the whole in a line: ``unhealthy: 1 error, 13 ok: cache/default: refused: …``."""
    return ": ".join(filter(None, (overall(report), counts(report), wrong(report))))
