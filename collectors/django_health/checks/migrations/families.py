"""What is measured of a database's migrations, each figure of its table ``django_migrations``."""

from __future__ import annotations

from django_health.result import Family


def _gauge(name: str, text: str, *labels: str) -> Family:
    return Family(f"django_health_migrations_{name}", text, ("database", *labels))


APPLIED = _gauge(
    "applied",
    "Migrations on disk that django_migrations holds as applied, of an application that the "
    "routers let migrate there; a squashed one counts once.",
    "app",
)
UNAPPLIED = _gauge(
    "unapplied",
    "Migrations on disk that manage.py migrate would apply, of an application that the routers "
    "let migrate there.",
    "app",
)
UNKNOWN = _gauge(
    "unknown",
    "Rows of django_migrations after the application's last known one that are not on disk: "
    "a newer release applied them and was rolled back.",
    "app",
)
CONFLICTS = _gauge(
    "conflicts",
    "Applications with more than one last migration on disk, for which manage.py migrate refuses "
    "to run.",
)
INCONSISTENT = _gauge(
    "inconsistent",
    "Pairs of a migration that django_migrations holds and one on which it depends that it does "
    "not, for which manage.py migrate refuses to run.",
)
