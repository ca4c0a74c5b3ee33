"""Moments and times that all dashboards mark in their graphs."""

from __future__ import annotations

from dataclasses import dataclass

from grafana_foundation_sdk.builders.dashboard import AnnotationQuery

from mixin.dashboards.alerted import FIRING
from mixin.dashboards.queries import MATCHERS
from mixin.dashboards.source import DATASOURCE

STEP = "1m"
"""At least so far apart annotations are looked for; more where the range is long."""


@dataclass(frozen=True)
class Annotation:
    """Moments that are marked in all graphs.

    Attributes:
        name: What can be switched on and off.
        expr: Where it has a value, something is marked.
        title: Of a mark, with labels in double braces.
        colour: Of a mark.
        text: Of a mark, below its title.
    """

    name: str
    expr: str
    title: str
    colour: str
    text: str = ""

    def query(self) -> AnnotationQuery:
        """Return it for the builder."""
        return (
            AnnotationQuery()
            .name(self.name)
            .datasource(DATASOURCE)
            .enable(True)
            .hide(False)
            .icon_color(self.colour)
            .expr(self.expr)
            .title_format(self.title)
            .text_format(self.text)
            .step(STEP)
        )


_BUILD = f"django_health_exporter_build_info{{{MATCHERS}}}"

ANNOTATIONS = (
    Annotation(
        "Firing alerts",
        # Once for all instances and targets: forty marks of one failure would hide the graph.
        f'max by (alertname, severity, component, job) ({FIRING},severity=~"critical|warning"}})',
        "{{alertname}}",
        "red",
        "{{severity}}: {{component}} of {{job}}",
    ),
    Annotation(
        "Version changes",
        # The interval is that of the query, so that there is one mark in each range of time.
        f"{_BUILD} unless {_BUILD} offset $__interval",
        "{{instance}} runs {{version}}",
        "blue",
        "Python {{python_version}}, job {{job}}",
    ),
    Annotation(
        "Pending migrations",
        "max by (job, database) (sum by (job, instance, database) "
        f"(django_health_migrations_unapplied{{{MATCHERS}}})) > 0",
        "{{database}} waits for migrations",
        "orange",
        "manage.py migrate has not run since the release, in job {{job}}",
    ),
)
