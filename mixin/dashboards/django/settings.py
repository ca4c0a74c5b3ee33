"""Settings of the project."""

from __future__ import annotations

from mixin.dashboards.board import Row
from mixin.dashboards.looks import GREEN, YELLOW, plain, steps, words
from mixin.dashboards.panels import bars, number, timeline
from mixin.dashboards.queries import now, over_time, select

_NO_CELERY = "no Celery"

_FINDINGS = words({0: ("fine", GREEN), 1: ("UNFIT", YELLOW)})

CONFIGURATION = Row(
    "Settings",
    [
        timeline(
            "Unfit for production",
            "Settings that must not be so in production: DEBUG, weak keys, hosts. Yellow: change "
            "the setting and restart; a weak SECRET_KEY has to be replaced, not only lengthened.",
            over_time(
                f"max by (job, finding) ({select('django_health_configuration_finding')})",
                "{{job}} {{finding}}",
            ),
            meanings=[_FINDINGS],
            colours=steps(1),
            width=12,
            height=8,
        ),
        bars(
            "Findings of Django's system checks",
            "By level, with those of check --deploy. Run manage.py check --deploy to read them; "
            "errors keep commands from running.",
            now(
                f"max by (level) ({select('django_health_configuration_issues')})",
                "{{level}}",
            ),
            now(
                f"max({select('django_health_configuration_silenced_issues')})",
                "silenced",
            ),
            unit="none",
            colours=plain(),
            width=12,
        ),
        number(
            "Missing variables",
            "Environment variables of REQUIRED_ENV that are missing or empty. The detailed health "
            "document names them: set them where the service is started.",
            now(f"max({select('django_health_configuration_missing_variables')})"),
            unit="none",
            colours=steps(1),
            width=8,
            none="no project",
        ),
        number(
            "Missing cache tables",
            "Database caches whose table is not there. Run manage.py createcachetable.",
            now(
                "sum(max by (job, cache) "
                f"({select('django_health_configuration_cache_table_missing')}))"
            ),
            unit="none",
            colours=steps(1),
            width=8,
            none="no such cache",
        ),
        number(
            "Hidden figures",
            "Figures of Celery's broker that its user may not see. The detailed health document "
            "names the grants that are missing.",
            now(f"max({select('django_health_celery_missing_privileges')})"),
            unit="none",
            colours=steps(1),
            meanings=[words({0: ("none", GREEN)})],
            width=8,
            none=_NO_CELERY,
        ),
    ],
)
