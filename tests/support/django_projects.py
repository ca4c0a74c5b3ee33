"""Databases and caches that tests add to the one Django project of this process."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

from django.core.cache import caches
from django.core.management.commands.createcachetable import Command
from django.db import connections

from live_servers import PostgreSQL

TABLE = "cache_table"

_DEFAULTS = {
    "ATOMIC_REQUESTS": False,
    "AUTOCOMMIT": True,
    "CONN_MAX_AGE": 0,
    "CONN_HEALTH_CHECKS": False,
    "TIME_ZONE": None,
    "TEST": {"CHARSET": None, "COLLATION": None, "MIGRATE": True, "MIRROR": None, "NAME": None},
}


@contextmanager
def database(alias: str, **settings: Any) -> Iterator[dict[str, Any]]:
    """A database under an alias while the block runs; gives the settings as Django holds them."""
    empty = dict.fromkeys(("NAME", "USER", "PASSWORD", "HOST", "PORT"), "")
    own = {**_DEFAULTS, **empty, "OPTIONS": {}, **settings}
    connections.settings[alias] = own
    try:
        yield own
    finally:
        with suppress(AttributeError):  # nobody used it
            del connections[alias]
        del connections.settings[alias]


@contextmanager
def cache(alias: str, **settings: Any) -> Iterator[None]:
    """A cache under an alias while the block runs."""
    caches.settings[alias] = settings
    try:
        yield
    finally:
        del caches.settings[alias]


def postgresql_settings(server: PostgreSQL) -> dict[str, Any]:
    """What DATABASES holds for a server, as its administrator."""
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": server.database,
        "USER": server.user,
        "PASSWORD": server.password,
        "HOST": server.host,
        "PORT": str(server.port),
    }


def create_cache_table(alias: str, table: str = TABLE) -> None:
    """Create a cache table as ``manage.py createcachetable`` does."""
    command = Command()
    command.verbosity = 0
    command.create_table(alias, table, False)
    connections[alias].close()
