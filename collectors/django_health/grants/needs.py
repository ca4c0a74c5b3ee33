"""Which tables of a database are read or written beside the server's own figures."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from django_health.check import BaseHealthCheck
from django_health.settings import HealthSettings
from django_health.targets import DatabaseCacheTarget, Target

MIGRATIONS = "django_migrations"

BEAT_TABLES = tuple(
    f"django_celery_beat_{name}"
    for name in (
        "periodictask",
        "intervalschedule",
        "crontabschedule",
        "clockedschedule",
        "solarschedule",
    )
)
"""The tables of django-celery-beat that its check reads."""

READ = ("SELECT",)
CACHE = ("SELECT", "INSERT", "DELETE")
"""What the check of a cache in a table does there."""


@dataclass(frozen=True)
class Needs:
    """What is asked of one database beside the server's own figures.

    Attributes:
        tables: By the table's name, what is done there.
        queries: The names of the project's own queries, whose tables nobody but it knows.
    """

    tables: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    queries: tuple[str, ...] = ()


def needs_of(
    alias: str,
    checks: Iterable[BaseHealthCheck],
    targets: Iterable[Target],
    settings: HealthSettings,
) -> Needs:
    """Return what the checks that are on need of a database.

    Args:
        alias: The database's.
        checks: All that run.
        targets: All databases and caches.
        settings: What is declared, and what is on.
    """
    names = {(check.name, check.target, check.part) for check in checks}
    tables: dict[str, tuple[str, ...]] = {}
    if ("migrations", alias, "") in names:
        tables[MIGRATIONS] = READ
    if alias == "default" and ("celery", "", "beat") in names:
        tables |= dict.fromkeys(BEAT_TABLES, READ)
    if settings.is_on("cache"):
        for target in targets:
            if isinstance(target, DatabaseCacheTarget) and target.database == alias:
                tables[target.table] = CACHE
    own = settings.sql.items() if settings.is_on("sql") else ()
    return Needs(tables, tuple(name for name, query in own if query.database == alias))
