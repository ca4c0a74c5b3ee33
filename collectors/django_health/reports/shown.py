"""A report whose details can be shown: made so where somebody looks at them, not at each scrape."""

from __future__ import annotations

from dataclasses import replace

from django_health.json_ready import json_ready
from django_health.result import CheckResult, Report


def shown(report: Report) -> Report:
    """Return a report with all details as plain and bounded JSON values, credentials as stars."""
    return replace(report, results=tuple(map(_shown, report.results)))


def _shown(result: CheckResult) -> CheckResult:
    details = json_ready(result.outcome.details)
    return replace(result, outcome=replace(result.outcome, details=details))
