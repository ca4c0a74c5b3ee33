"""A whole stack: real servers, a Django project that uses them, and the daemon on it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from live_exporter.daemon import Exporter
from live_exporter.project import (
    caches_on_disk,
    manage,
    mariadb_entry,
    memcached_entry,
    postgresql_entry,
    redis_entry,
    sqlite_entry,
    write_settings,
)
from live_servers import MariaDB, Memcached, PostgreSQL, Redis

DATABASES = ("default", "analytics", "reporting", "archive")
"""The aliases of the stack's databases."""

CACHES = ("default", "sessions", "pages", "table")
"""The aliases of the stack's caches that can be asked; ``local`` cannot."""


@dataclass(frozen=True)
class Stack:
    """The daemon, the servers behind it and the project's folder."""

    directory: Path
    postgresql: PostgreSQL
    mariadb: MariaDB
    redis: Redis
    memcached: Memcached
    exporter: Exporter


@contextmanager
def running_stack(directory: Path) -> Iterator[Stack]:
    """Four databases and five caches on servers of their own, and the daemon watching them."""
    with PostgreSQL() as postgresql, MariaDB() as mariadb, Redis() as redis, Memcached() as cached:
        write_settings(
            directory,
            "stack_settings",
            DATABASES={
                "default": postgresql_entry(postgresql),
                "analytics": postgresql_entry(postgresql, NAME="template1"),
                "reporting": mariadb_entry(mariadb),
                "archive": sqlite_entry(directory / "archive.sqlite3"),
            },
            CACHES={
                "default": redis_entry(redis),
                "sessions": memcached_entry(cached),
                **caches_on_disk(directory),
            },
            INSTALLED_APPS=["django.contrib.contenttypes", "django.contrib.auth"],
            HEALTH_CHECK={"REQUIRED_ENV": ["PATH"]},
        )
        manage(directory, "stack_settings", "createcachetable")
        manage(directory, "stack_settings", "migrate", "--verbosity=0")
        with Exporter(directory, ["--django.settings=stack_settings"]) as exporter:
            yield Stack(directory, postgresql, mariadb, redis, cached, exporter)
