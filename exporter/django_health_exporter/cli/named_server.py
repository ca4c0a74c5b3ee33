"""A server that stands in no configuration, of which its kind alone is known."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

import click

from django_health.grants.mysql import mysql_grants
from django_health.grants.needs import MIGRATIONS, READ, Needs
from django_health.grants.postgresql import postgresql_grants
from django_health.grants.redis import redis_grants
from django_health.grants.script import Account, Script
from django_health.targets import RedisTarget

OF_DJANGO = Needs({MIGRATIONS: READ})
"""What a Django project's database is asked besides, whatever else is configured."""

WHEN = "Where it is the database of a Django project, for its migrations, once that table is there:"
"""What stands before the statements for that."""

KEY = "django-health-exporter"
"""The key of the probe, before which Django puts prefix and version."""


def _postgresql(version: str, database: str, _prefix: str, account: Account) -> Script:
    name = _named(database)
    return _told_of_migrations(
        lambda needs: postgresql_grants("postgresql", version, name, account, needs)
    )


def _mysql(version: str, database: str, _prefix: str, account: Account) -> Script:
    return _of_mysql("mysql", version, database, account)


def _mariadb(version: str, database: str, _prefix: str, account: Account) -> Script:
    return _of_mysql("mariadb", version, database, account)


def _of_mysql(kind: str, version: str, database: str, account: Account) -> Script:
    name, is_mariadb = _named(database), kind == "mariadb"
    return _told_of_migrations(
        lambda needs: mysql_grants(kind, version, name, account, needs, is_mariadb=is_mariadb)
    )


def _told_of_migrations(privileges: Callable[[Needs], Script]) -> Script:
    """Return what any database needs; what a Django project's needs besides is a comment.

    Where nobody has said what the database is for, the table may not be there, and to grant it
    would be an error that ends the server's client.
    """
    script, of_django = privileges(Needs()), privileges(OF_DJANGO)
    more = [each for each in of_django.statements if each not in script.statements]
    if not more:
        return script
    beside = [each for each in of_django.notes if each not in script.notes]
    return replace(script, notes=(*script.notes, WHEN, *(f"  {each}" for each in more), *beside))


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
