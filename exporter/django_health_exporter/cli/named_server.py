"""A server that stands in no configuration, of which its kind alone is known."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import click

from django_health.grants.mysql import mysql_grants
from django_health.grants.needs import MIGRATIONS, READ, Needs
from django_health.grants.postgresql import postgresql_grants
from django_health.grants.redis import redis_grants
from django_health.grants.script import Account, Script
from django_health.targets import RedisTarget

NEEDS = Needs({MIGRATIONS: READ})
"""What a Django project's database is asked besides, whatever else is configured."""

KEY = "django-health-exporter"
"""The key of the probe, before which Django puts prefix and version."""


def _postgresql(version: str, database: str, _prefix: str, account: Account) -> Script:
    return postgresql_grants("postgresql", version, _named(database), account, NEEDS)


def _mysql(version: str, database: str, _prefix: str, account: Account) -> Script:
    name = _named(database)
    return mysql_grants("mysql", version, name, account, NEEDS, is_mariadb=False)


def _mariadb(version: str, database: str, _prefix: str, account: Account) -> Script:
    return mysql_grants("mariadb", version, _named(database), account, NEEDS, is_mariadb=True)


def _redis(version: str, database: str, prefix: str, account: Account) -> Script:
    if database and not (database.isascii() and database.isdigit() and len(database) < 6):
        raise click.UsageError("--database: a number is expected with --kind=redis")
    target = RedisTarget(
        "default", "redis", server="", database=int(database or 0), key=f"{prefix}:1:{KEY}"
    )
    return redis_grants("redis", target, version, account)


KINDS: Mapping[str, Callable[[str, str, str, Account], Script]] = {
    "postgresql": _postgresql,
    "mysql": _mysql,
    "mariadb": _mariadb,
    "redis": _redis,
}
"""By name."""


def named_script(kind: str, version: str, database: str, prefix: str, account: Account) -> Script:
    """Return the privileges at a server.

    Args:
        kind: One of :data:`KINDS`.
        version: Its version; empty for the newest.
        database: The name of the database, or its number.
        prefix: ``KEY_PREFIX`` of a cache.
        account: Who asks.

    Raises:
        click.UsageError: Something is missing, or cannot be.
    """
    return KINDS[kind](version, database, prefix, account)


def _named(database: str) -> str:
    if not database or not database.isprintable():
        raise click.UsageError("--database: give the name of the database with --kind")
    return database
