"""The page of the alerts has each of them, with its runbook and its thresholds."""

from __future__ import annotations

from dataclasses import replace

import pytest

from django_health_exporter.bundled.thresholds import offered
from mixin.rules.rule import Group, RuleFile
from mixin.rules.table import FILES
from reference.meaning import Undocumented
from reference.monitoring import alerts
from reference.monitoring.alerts import PAGE
from reference.monitoring.compared import thresholds_of

ALERTS = [alert for file in FILES for alert in file.alerts]
TEXT = PAGE.text()


def test_each_alert() -> None:
    """As often as there are severities of it."""
    lines = TEXT.splitlines()
    for alert in ALERTS:
        link = f"[{alert.name}](../runbooks/{alert.name}.md)"
        begin = f"| {link} | {alert.severity} | {alert.for_ or 'at once'} |"
        assert sum(line.startswith(begin) for line in lines) == 1, begin
    assert sum(line.startswith("| [DjangoHealth") for line in lines) == len(ALERTS)


def test_thresholds_are_those_of_the_command() -> None:
    """``rules --list-thresholds`` names these alerts too, and those that only say a number."""
    for alert in ALERTS:
        for name in thresholds_of(alert):
            assert name.startswith("thresholds.") or alert.name in offered()[name].alerts
    compared = {name for alert in ALERTS for name in thresholds_of(alert)}
    assert {name for name, one in offered().items() if one.alerts} <= compared


@pytest.mark.parametrize(
    ("alert", "severity", "names"),
    [
        ("DjangoHealthDatabaseConnectionsHigh", "critical", ["connections_critical"]),
        ("DjangoHealthDiskFull", "warning", ["thresholds.disk"]),
        ("DjangoHealthDatabaseDown", "critical", []),
    ],
)
def test_thresholds_of_an_alert(alert: str, severity: str, names: list[str]) -> None:
    """Those that it is compared with, not those of its milder form."""
    (found,) = (one for one in ALERTS if (one.name, one.severity) == (alert, severity))
    assert thresholds_of(found) == names


def test_no_template_is_left() -> None:
    """Labels stand by their names."""
    assert "{{" not in TEXT
    assert "The exporter `instance` cannot be scraped" in TEXT


def test_an_alert_without_a_summary_cannot_be_written(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is named."""
    silent = RuleFile("new", [Group("new", [replace(ALERTS[0], summary="")])])
    monkeypatch.setattr(alerts, "FILES", [silent])
    with pytest.raises(Undocumented, match=ALERTS[0].name):
        PAGE.text()
