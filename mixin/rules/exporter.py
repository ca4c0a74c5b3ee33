"""Alerts about the exporter itself."""

from __future__ import annotations

from mixin.rules.exporter_alert import exporter_alert
from mixin.rules.exporter_reach import GONE, UNLIKE
from mixin.rules.exporter_work import CLIENTS, CONFIGURATION, MESSAGES, RUNS
from mixin.rules.rule import Group, RuleFile, Severity

_WATCHDOG = exporter_alert(
    name="DjangoHealthWatchdog",
    expr="vector(1)",
    severity=Severity.NONE,
    summary="Alerts find their way",
    description="""
        This fires always, so that somebody outside can tell when it no longer arrives: then
        Prometheus, Alertmanager or what is between is down, and no other alert arrives either.
    """,
    kept={},
    for_="",
)

EXPORTER = RuleFile(
    "exporter",
    [
        Group("django-health-exporter-reach", [*GONE, *UNLIKE]),
        Group("django-health-exporter-work", [*RUNS, *CONFIGURATION, *MESSAGES, *CLIENTS]),
        Group("django-health-watchdog", [_WATCHDOG]),
    ],
)
