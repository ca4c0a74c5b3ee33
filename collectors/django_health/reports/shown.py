"""A report whose details can be shown: made so where somebody looks at them, not at each scrape."""

from __future__ import annotations

from dataclasses import replace

from django_health.json_ready import json_ready
from django_health.result import CheckResult, Report

MOST = 1000
"""Checks whose last result is kept as it is shown: probes look at the same one again and again."""

_kept: dict[tuple[str, str, str], tuple[CheckResult, CheckResult]] = {}
"""By the check's place what was shown, and as what."""


def shown(report: Report) -> Report:
    """Return a report with all details as plain and bounded JSON values, credentials as stars."""
    return replace(report, results=tuple(map(_shown, report.results)))


def _shown(result: CheckResult) -> CheckResult:
    place = (result.name, result.target, result.part)
    known, made = _kept.get(place, (None, result))
    if known is result:
        return made
    details = json_ready(result.outcome.details)
    made = replace(result, outcome=replace(result.outcome, details=details))
    if len(_kept) >= MOST:
        _kept.clear()
    _kept[place] = result, made
    return made
