"""Alerts about the exporter itself."""

from __future__ import annotations

from mixin.rules.rule import Alert, Group, RuleFile, Severity

EXPORTER = RuleFile(
    "exporter",
    [
        Group(
            "django-health-exporter",
            [
                Alert(
                    name="DjangoHealthExporterDown",
                    expr='up{job=~".*django.*"} == 0',
                    severity=Severity.CRITICAL,
                    component="exporter",
                    summary="The exporter {{ $labels.instance }} cannot be scraped",
                    description="""
                        Prometheus has had no answer for five minutes: nothing is known of what it
                        watches. Look whether the process runs, and at the error of the target.
                    """,
                    dashboard="dhe-exporter",
                    kept={"job": "job", "instance": "instance"},
                ),
            ],
        ),
    ],
)
