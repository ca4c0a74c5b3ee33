"""One server of each kind, and a daemon that watches them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from live_exporter import (
    mariadb_entry,
    memcached_entry,
    postgresql_entry,
    redis_entry,
    sqlite_entry,
)
from live_servers import LiveServer, MariaDB, Memcached, PostgreSQL, Redis
from server_faults.project import watched
from server_faults.watch import Watch
from server_faults.website import Website

WATCHER = "watcher"
"""The daemon's user on each server that has users; the tests themselves are administrators."""

PASSWORD = "canary-of-the-watcher"
"""That one's password."""

_USER = ["--user", WATCHER, "on", f">{PASSWORD}", "~*", "&*", "+@all"]

TARGETS = (
    "database/postgresql",
    "database/mariadb",
    "cache/redis",
    "cache/memcached",
    "celery/workers",
    "http/website",
)
"""The targets that stand on a server of their own."""

BESIDE = ("database/archive", "cache/pages")
"""Those that stand on files, which no fault of a server concerns."""


@dataclass(frozen=True)
class Ground:
    """The servers, and the daemon that watches them."""

    postgresql: PostgreSQL
    mariadb: MariaDB
    redis: Redis
    memcached: Memcached
    broker: Redis
    website: Website
    watch: Watch

    @property
    def servers(self) -> Mapping[str, LiveServer]:
        """The server of each target."""
        return dict(
            zip(
                TARGETS,
                (
                    self.postgresql,
                    self.mariadb,
                    self.redis,
                    self.memcached,
                    self.broker,
                    self.website,
                ),
                strict=True,
            )
        )


@contextmanager
def running_ground(
    directory: Path,
    *,
    environ: Mapping[str, str] | None = None,
    checks: Mapping[str, Any] | None = None,
) -> Iterator[Ground]:
    """Start the servers and the daemon, which has found all of them well when this returns.

    Args:
        directory: Where the project and the log are.
        environ: More of the daemon's environment.
        checks: More of ``HEALTH_CHECK``.
    """
    with (
        PostgreSQL(settings={"max_connections": 8}) as postgresql,
        MariaDB(settings={"max-connections": 10}) as mariadb,
        Redis(arguments=_USER) as redis,
        Memcached(arguments=["-t", "1", "-c", "20"]) as memcached,
        Redis(arguments=_USER) as broker,
        Website() as website,
    ):
        _let_in(postgresql, mariadb)
        login = f"{WATCHER}:{PASSWORD}@{website.host}:{website.port}"
        with watched(
            directory,
            {*TARGETS, *BESIDE},
            {
                "DATABASES": {
                    "postgresql": postgresql_entry(postgresql, USER=WATCHER, PASSWORD=PASSWORD),
                    "mariadb": mariadb_entry(mariadb, USER=WATCHER, PASSWORD=PASSWORD),
                    "archive": sqlite_entry(directory / "archive.sqlite3"),
                },
                "CACHES": {
                    "redis": redis_entry(redis, LOCATION=_redis_url(redis)),
                    "memcached": memcached_entry(memcached),
                    "pages": pages_entry(directory / "pages"),
                },
                "CELERY_BROKER_URL": _redis_url(broker),
            },
            environ=environ,
            checks={"HTTP": {"website": {"URL": f"http://{login}/"}}, **(checks or {})},
        ) as watch:
            yield Ground(postgresql, mariadb, redis, memcached, broker, website, watch)


def pages_entry(folder: Path) -> dict[str, object]:
    """An entry of CACHES for files."""
    folder.mkdir()
    backend = "django.core.cache.backends.filebased.FileBasedCache"
    return {"BACKEND": backend, "LOCATION": str(folder)}


def _redis_url(server: Redis) -> str:
    return f"redis://{WATCHER}:{PASSWORD}@{server.host}:{server.port}/0"


def _let_in(postgresql: PostgreSQL, mariadb: MariaDB) -> None:
    with postgresql.connect() as admin:
        admin.execute(f"CREATE ROLE {WATCHER} LOGIN PASSWORD '{PASSWORD}' IN ROLE pg_monitor")
    with mariadb.connect() as connection, connection.cursor() as cursor:
        account = f"{WATCHER}@'127.0.0.1'"
        cursor.execute(f"CREATE USER {account} IDENTIFIED BY '{PASSWORD}'")
        cursor.execute(f"GRANT PROCESS, SLAVE MONITOR ON *.* TO {account}")
        cursor.execute(f"GRANT SELECT ON app.* TO {account}")
