"""How much of the fleet is well."""

from __future__ import annotations

from grafana_foundation_sdk.models.common import BigValueTextMode

from mixin.dashboards.availability import LEFT_OUT, worked
from mixin.dashboards.links import DJANGO, EXPORTER, to
from mixin.dashboards.looks import GREEN, steps, words
from mixin.dashboards.overview.targets import working
from mixin.dashboards.panels import Panel, number
from mixin.dashboards.queries import now, select
from mixin.dashboards.reach import REACHED, SILENT
from mixin.thresholds import OBJECTIVE

_STATUS = select("django_health_check_status")
_EACH = "by (job, instance, check)"
"""Components; where each target is scraped by itself, each tells a state of its component."""
_WORK = f"min {_EACH} ({_STATUS})"
_WARN = f"max {_EACH} ({select('django_health_check_state', state='warning')})"
_SINCE = select("django_health_check_last_success_timestamp_seconds")
_BUILD = select("django_health_exporter_build_info")
_UNAPPLIED = select("django_health_migrations_unapplied")
_UNKNOWN = "unknown"
_NONE = words({0: ("none", GREEN)})

NUMBERS: list[Panel] = [
    number(
        "Exporters down",
        "Exporters that Prometheus cannot scrape and that it could within a day. Nothing is known "
        "of what they watch: see whether the process runs, and the error on Prometheus' page of "
        "targets.",
        now(f"count({SILENT}) or 0 * count({REACHED})"),
        unit="none",
        colours=steps(critical=1),
        meanings=[_NONE],
        links=[to(EXPORTER, "The exporters")],
        width=4,
        height=3,
        none=_UNKNOWN,
    ),
    number(
        "Checks failing",
        "Components of an instance that do not work. Which they are stands above, and the table "
        "below tells of each target.",
        now(f"count({_WORK} == 0) or 0 * count({_STATUS})"),
        unit="none",
        colours=steps(critical=1),
        meanings=[_NONE],
        width=4,
        height=3,
        none=_UNKNOWN,
    ),
    number(
        "Warnings",
        "Components of an instance that work and are not as they should be. Look at them in the "
        "table today: what is a warning now may be a failure tonight.",
        now(f"count({_WARN} == 1) or 0 * count({_WARN})"),
        unit="none",
        colours=steps(1),
        meanings=[_NONE],
        width=4,
        height=3,
        none=_UNKNOWN,
    ),
    number(
        "Targets up",
        "Share of all databases, caches, endpoints and other targets that work, each instance's "
        "own; components that have none count as one. Below 100 % the table tells which do not.",
        now(f"avg({working()})"),
        unit="percentunit",
        colours=steps(critical=1, low=True),
        width=4,
        height=3,
        none=_UNKNOWN,
    ),
    number(
        "Availability",
        f"Share of the dashboard's time in which components worked, all together. Below "
        f"{OBJECTIVE * 100} % is below the objective: see Exporter & SLO for what is left of "
        f"the budget. {LEFT_OUT}",
        now(worked("$__range", by="")),
        unit="percentunit",
        colours=steps(critical=OBJECTIVE, low=True),
        links=[to(EXPORTER, "The objective")],
        decimals=2,
        width=4,
        height=3,
        none=_UNKNOWN,
    ),
    number(
        "Oldest success",
        "How long ago what has failed for longest did work. Compare with releases, restarts and "
        "changes of that time; the marks in the graphs show some.",
        now(
            f"max(time() - {_SINCE} and on (job, instance, check) {_STATUS} == 0) "
            f"or 0 * count({_STATUS})"
        ),
        unit="s",
        colours=steps(critical=1),
        meanings=[words({0: ("now", GREEN)})],
        decimals=0,
        width=4,
        height=3,
        none=_UNKNOWN,
    ),
    number(
        "Migrations due",
        "Migrations on disk that a database has not yet. Run manage.py migrate, or find out why "
        "the release did not.",
        now(f"sum(max by (job, database, app) ({_UNAPPLIED}))"),
        unit="none",
        colours=steps(warning=1),
        meanings=[_NONE],
        links=[to(DJANGO, "The migrations")],
        width=4,
        height=3,
        none="no project",
    ),
    number(
        "Version",
        "The versions that run. More than one is a rollout that goes on, or one that nobody "
        "finished: see Exporter & SLO for which instance has which.",
        now(f"count by (version) ({_BUILD})", "{{version}}"),
        unit="none",
        links=[to(EXPORTER, "The exporters")],
        width=4,
        height=3,
        none=_UNKNOWN,
    ).text_mode(BigValueTextMode.NAME),
]
