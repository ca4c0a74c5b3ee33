"""What the parts are called, and which alert tells that one is broken."""

from __future__ import annotations

from deploy.stack.errors import StackError

ALERTS = {
    "postgresql": "DjangoHealthDatabaseDown",
    "mariadb": "DjangoHealthDatabaseDown",
    "redis": "DjangoHealthCacheDown",
    "memcached": "DjangoHealthCacheDown",
    "web": "DjangoHealthHttpDown",
    "worker": "DjangoHealthCeleryNoWorkers",
    "exporter": "DjangoHealthExporterDown",
    "alertmanager": "",
    "prometheus": "",
}
"""The parts, and the alert that arrives for each. Of the last two none can: the dead man's switch
tells."""

ALIASES = {
    "database": "postgresql",
    "default": "postgresql",
    "archive": "mariadb",
    "cache": "redis",
    "broker": "redis",
    "pages": "memcached",
    "site": "web",
    "celery": "worker",
}
"""The names that the project's developers know, beside those of the programs."""


def part_called(name: str) -> str:
    """Return the name of a part, given that or another one of it.

    Raises:
        StackError: Nothing is called so.
    """
    part = ALIASES.get(name, name)
    if part not in ALERTS:
        known = ", ".join([*ALERTS, *ALIASES])
        raise StackError(f"nothing is called {name!r} here; there are {known}")
    return part
