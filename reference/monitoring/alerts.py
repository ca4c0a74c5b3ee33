"""The page of the alerts for Prometheus."""

from __future__ import annotations

import re

from mixin.rules.rule import Alert, RuleFile
from mixin.rules.table import FILES
from reference.markdown import code, inline, table
from reference.meaning import said
from reference.monitoring.compared import BY_NAME, thresholds_of
from reference.page import Page

_INTRODUCTION = """
The alerts in `deploy/prometheus/rules`, which `django-health-exporter rules` writes with thresholds
of your own: [all of these](thresholds.md). What to do about each is in its runbook; what a severity
asks for, in [states](reasons.md#severities). CPU, memory and disks are compared with the
[thresholds](settings.md#thresholds) that each exporter is configured with.
"""

_HEAD = ("alert", "severity", "for", "compared with", "tells")
_LABEL = re.compile(r"\{\{\s*\$labels\.(\w+)\s*\}\}")
_TEMPLATE = re.compile(r"\{\{.*?\}\}")


def _blocks() -> list[str]:
    blocks = [_INTRODUCTION]
    for file in FILES:
        if file.alerts:
            blocks += [f"## {file.name}", table(_HEAD, _rows(file))]
    return blocks


def _rows(file: RuleFile) -> list[list[str]]:
    return [
        [
            f"[{alert.name}](../runbooks/{alert.name}.md)",
            alert.severity.value,
            alert.for_ or "at once",
            _compared(alert),
            _told(said(alert.summary, f"the summary of {alert.name}")),
        ]
        for alert in file.alerts
    ]


def _compared(alert: Alert) -> str:
    said_of = {name: f" {float(limit):g}" for name, limit in BY_NAME.items()}
    return ", ".join(f"{code(name)}{said_of.get(name, '')}" for name in thresholds_of(alert))


def _told(summary: str) -> str:
    """A summary with the names of labels in the place of their values."""
    return inline(_TEMPLATE.sub("…", _LABEL.sub(r"``\1``", summary)))


PAGE = Page(
    "reference/alerts.md",
    "Alerts",
    "Every alert for Prometheus: severity, how long, thresholds, runbook",
    _blocks,
)
