"""Migrations, of code and databases."""

from __future__ import annotations

from mixin.dashboards.engines import worst_first
from mixin.dashboards.looks import UP_OR_DOWN, steps
from mixin.dashboards.panels import graph, timeline
from mixin.dashboards.queries import over_time, select

_UNAPPLIED = "django_health_migrations_unapplied"

MIGRATIONS = worst_first(
    "Migrations",
    [
        timeline(
            "Databases and their migrations",
            "Whether each database is as the code wants it. Red: the database does not answer, or "
            "migrate would refuse; the reason is on the overview.",
            over_time(
                select("django_health_migrations_up", "database"),
                "{{instance}} {{database}}",
            ),
            meanings=[UP_OR_DOWN],
            colours=steps(critical=1, low=True),
            height=6,
        ),
        graph(
            "Pending",
            "Migrations on disk that are not applied, by application. A short hill is a release "
            "under way; a plateau is one whose migrate was forgotten or failed.",
            over_time(
                f"max by (job, database, app) ({select(_UNAPPLIED, 'database')}) > 0",
                "{{job}} {{database}} {{app}}",
            ),
            unit="none",
            colours=steps(warning=1),
        ).no_value("nothing is pending"),
        graph(
            "Ahead of the code",
            "Migrations that the database has and the code has not: a newer release was rolled "
            "back. Deploy it again, or migrate back before the older code writes.",
            over_time(
                f"max by (job, database, app) "
                f"({select('django_health_migrations_unknown', 'database')}) > 0",
                "{{job}} {{database}} {{app}}",
            ),
            unit="none",
            colours=steps(warning=1),
        ).no_value("nothing is ahead"),
        graph(
            "What migrate refuses",
            "Applications with two last migrations, and migrations applied before those on which "
            "they depend. Merge the first with makemigrations --merge; the second needs a look at "
            "django_migrations.",
            over_time(
                f"max by (job, database) "
                f"({select('django_health_migrations_conflicts', 'database')})",
                "{{job}} {{database}} conflicts",
            ),
            over_time(
                f"max by (job, database) "
                f"({select('django_health_migrations_inconsistent', 'database')})",
                "{{job}} {{database}} inconsistent",
            ),
            unit="none",
            colours=steps(warning=1),
        ),
        graph(
            "Applied",
            "Migrations that each instance finds applied: a step is a release. Lines of one "
            "database that stay apart are instances that run different code.",
            over_time(
                f"sum by (instance, database) "
                f"({select('django_health_migrations_applied', 'database')})",
                "{{instance}} {{database}}",
            ),
            unit="none",
            least=None,
            width=24,
            height=6,
        ),
    ],
)
