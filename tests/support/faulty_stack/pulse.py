"""Something that changes in each server between scrapes, which an old figure cannot know."""

from __future__ import annotations

import time
from collections.abc import Iterable
from types import TracebackType
from typing import Self

import redis

from faulty_stack.servers import Servers
from faulty_stack.targets import TARGETS, Target
from live_exporter import Samples

_CACHE_DATABASE = 1


class Pulse:
    """Changes a figure of each server, and knows what a later scrape has to say of it.

    It asks the servers themselves, past their proxies; a context manager.

    Args:
        servers: The servers.
    """

    def __init__(self, servers: Servers) -> None:
        self._servers = servers
        self._postgresql = servers.postgresql.connect()
        self._mariadb = servers.mariadb.connect()
        self._redis = redis.Redis(
            servers.redis.host, servers.redis.port, db=_CACHE_DATABASE, socket_timeout=10
        )
        self._memcached = servers.memcached.connect()
        self._beats = 0
        self._least: dict[str, float] = {}
        self._begun = 0.0
        self._requests = 0

    def beat(self) -> None:
        """Change everything; whatever is told from now on must be of now."""
        self._beats += 1
        self._postgresql.execute("BEGIN" if self._beats % 2 else "ROLLBACK")
        self._redis.set(f"beat-{self._beats}", "")
        self._memcached.set(f"beat-{self._beats}", b"", noreply=False)
        self._least = {
            "mariadb": self._commits(),
            "redis": float(self._redis.dbsize()),
            "memcached": float(self._memcached.stats()[b"curr_items"]),  # type: ignore[no-untyped-call]
        }
        self._requests = self._servers.http.requests
        self._begun = time.time()

    def stale(self, samples: Samples, names: Iterable[str]) -> dict[str, str]:
        """Return what is older than the last beat, of the targets of these names."""
        found = {}
        for name in names:
            success = _last_success(samples, TARGETS[name])
            if success is None or success < self._begun:
                found[name] = f"last success at {success}, before {self._begun}"
            elif complaint := self._complaint(samples, name):
                found[name] = complaint
        return found

    def _complaint(self, samples: Samples, name: str) -> str:
        """What is wrong with the figure of the server itself, if anything."""
        match name:
            case "postgresql":
                family = "django_health_database_idle_in_transaction_sessions"
                told, real = samples(family, database="default"), self._beats % 2
                return "" if told == real else f"{told} idle transactions in place of {real}"
            case "http":
                is_asked = self._servers.http.requests > self._requests
                return "" if is_asked else "nobody asked it"
            case "mariadb":
                told = samples("django_health_database_commits_total", database="reporting")
            case "redis" | "memcached":
                keys = samples.labelled("django_health_cache_keys", "cache")
                told = keys.get(TARGETS[name].name)
            case _:
                return ""
        is_new = told is not None and told >= self._least[name]
        return "" if is_new else f"{told} in place of {self._least[name]} or more"

    def _commits(self) -> float:
        with self._mariadb.cursor() as cursor:
            cursor.execute("COMMIT")
            cursor.execute("SHOW GLOBAL STATUS LIKE 'Com_commit'")
            row = cursor.fetchone()
        assert row is not None
        return float(row[1])

    def close(self) -> None:
        """Leave the servers."""
        self._postgresql.close()
        self._mariadb.close()
        self._redis.close()
        self._memcached.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()


def _last_success(samples: Samples, target: Target) -> float | None:
    """When the target last worked, as far as the daemon says."""
    if not target.name:
        family = "django_health_check_last_success_timestamp_seconds"
        return samples(family, check=target.component)
    family = f"django_health_{target.component}_last_success_timestamp_seconds"
    label = "endpoint" if target.component == "http" else target.component
    return samples(family, **{label: target.name})
