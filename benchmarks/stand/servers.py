"""The four servers that everyone is measured on, and what they count."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path
from typing import NamedTuple

from live_servers import MariaDB, Memcached, PostgreSQL, Prometheus, Redis
from stand.clocks import cpu_seconds, family_cpu_seconds

__all__ = ["Prometheus", "Servers", "Watch", "postgresql_with", "running_servers"]


class Servers(NamedTuple):
    """PostgreSQL, MariaDB, Redis and Memcached, all running."""

    postgresql: PostgreSQL
    mariadb: MariaDB
    redis: Redis
    memcached: Memcached

    def cpu_seconds(self) -> float:
        """CPU seconds of all four so far."""
        others = [self.mariadb.pid, self.redis.pid, self.memcached.pid]
        return family_cpu_seconds(self.postgresql.pid) + cpu_seconds(others)


class Watch:
    """Asks the servers what they count, over kept connections."""

    def __init__(self, servers: Servers, kept: ExitStack) -> None:
        self._servers = servers
        self._log = servers.postgresql.directory / "log"
        self._mariadb = kept.enter_context(closing(servers.mariadb.connect()))
        self._redis = kept.enter_context(closing(servers.redis.connect()))
        self._memcached = kept.enter_context(closing(servers.memcached.connect()))

    def cpu_seconds(self) -> float:
        """CPU seconds of all of them so far; asking for connections costs them some."""
        return self._servers.cpu_seconds()

    def accepted(self) -> dict[str, int]:
        """Return the connections that each has accepted so far."""
        with self._mariadb.cursor() as cursor:
            cursor.execute("SHOW GLOBAL STATUS LIKE 'Connections'")
            (_, connections) = cursor.fetchone() or ("", 0)
        stats = self._memcached.stats()  # type: ignore[no-untyped-call]
        redis: dict[str, int] = self._redis.info("stats")
        return {
            # Its counters of sessions are late; its log tells each one at once.
            "PostgreSQL": self._log.read_bytes().count(b"connection authorized:"),
            "MariaDB": int(connections),
            "Redis": redis["total_connections_received"],
            "Memcached": int(stats[b"total_connections"]),
        }


@contextmanager
def running_servers(folder: Path) -> Iterator[Servers]:
    """Start the four, each with a home of its own."""
    with (
        PostgreSQL(folder) as postgresql,
        MariaDB(folder) as mariadb,
        Redis(folder) as redis,
        Memcached(folder) as memcached,
    ):
        yield Servers(postgresql, mariadb, redis, memcached)


@contextmanager
def postgresql_with(databases: Sequence[str], folder: Path) -> Iterator[PostgreSQL]:
    """Start PostgreSQL with so many databases, and place for some connections to each."""
    settings = {"max_connections": 50 + 2 * len(databases)}
    with PostgreSQL(folder, settings=settings) as server:
        with server.connect() as connection:
            for name in databases:
                # Without a log of every page of the copy, which would take most of the time.
                connection.execute(f"CREATE DATABASE {name} STRATEGY file_copy".encode())
        yield server
