"""Alerts about migrations."""

from __future__ import annotations

from functools import partial

from mixin.rules.rule import Alert, Group, RuleFile, Severity

_HERE = {"job": "job", "instance": "instance", "alias": "database"}

_alert = partial(
    Alert, severity=Severity.WARNING, component="migrations", dashboard="dhe-django", kept=_HERE
)


def _of_a_database(metric: str) -> str:
    """Return what all applications have together, also if the database missed a look or two."""
    return f"sum by (job, instance, database) (last_over_time({metric}[10m]))"


def _differs(metric: str) -> str:
    """Return the applications of which instances of a job tell different things."""
    each = "by (job, database, app)"
    return f"max {each} ({metric}) != min {each} ({metric})"


_ALERTS = [
    _alert(
        name="DjangoHealthMigrationsPending",
        expr=f"{_of_a_database('django_health_migrations_unapplied')} > 0",
        summary="The database {{ $labels.database }} of {{ $labels.job }} waits for migrations",
        description="""
            {{ $value | humanize }} migrations of the code at {{ $labels.instance }} have
            not been applied to the database {{ $labels.database }} for half an hour.
            Code that needs them fails. Look at the end of the last deployment, then run
            manage.py migrate.
        """,
        for_="30m",
    ),
    _alert(
        name="DjangoHealthMigrationsUnknown",
        expr=f"{_of_a_database('django_health_migrations_unknown')} > 0",
        summary="The database {{ $labels.database }} of {{ $labels.job }} is newer than the code",
        description="""
            {{ $value | humanize }} migrations are applied to the database
            {{ $labels.database }} that the code at {{ $labels.instance }} does not
            have: a newer release was rolled back, or this instance was forgotten.
            Compare the releases that are running.
        """,
        for_="30m",
    ),
    _alert(
        name="DjangoHealthMigrationsConflict",
        expr="last_over_time(django_health_migrations_conflicts[10m]) > 0",
        summary="Migrations of {{ $labels.job }} conflict with each other",
        description="""
            {{ $value | humanize }} applications at {{ $labels.instance }} have more than
            one last migration, and manage.py migrate refuses to run: nothing can be
            deployed that needs a migration. Two branches were merged; make a migration
            that joins them.
        """,
        for_="15m",
    ),
    _alert(
        name="DjangoHealthMigrationsInconsistent",
        expr="last_over_time(django_health_migrations_inconsistent[10m]) > 0",
        summary="Migrations were applied to {{ $labels.database }} out of their order",
        description="""
            {{ $value | humanize }} times the database {{ $labels.database }} has a
            migration applied without one on which it depends, seen from
            {{ $labels.instance }}; manage.py migrate refuses to run. The detailed
            health document names the first pair.
        """,
        for_="15m",
    ),
    # As of now: instances that a deployment has replaced are not to be compared. An
    # application that only some have is left alone, as a job may have several projects.
    _alert(
        name="DjangoHealthMigrationsDiffer",
        expr=f"""
            count by (job, database) (
              {_differs("django_health_migrations_applied")}
              or
              {_differs("django_health_migrations_unapplied")}
            ) > 0
        """,
        summary="Instances of {{ $labels.job }} have different migrations",
        description="""
            Of {{ $value | humanize }} applications the instances count different
            migrations in the database {{ $labels.database }}: they run different
            releases, or the alias means different databases. Compare their versions and
            settings.
        """,
        for_="10m",
        kept={"job": "job", "alias": "database"},
    ),
]

MIGRATIONS = RuleFile("migrations", [Group("django-health-migrations", _ALERTS)])
