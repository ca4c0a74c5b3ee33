"""What the text of Redis' INFO says, as figures and details; pure, for every server that speaks so.

A field that a server does not have (an older Redis, KeyDB, Dragonfly) is not measured.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping

from django_health.caches import families
from django_health.caches.own_key import hit_rate
from django_health.result import Family, Measurement

_PLAIN: Mapping[str, Family] = {
    "used_memory": families.MEMORY_USED,
    "keyspace_hits": families.HITS,
    "keyspace_misses": families.MISSES,
    "evicted_keys": families.EVICTIONS,
    "expired_keys": families.EXPIRED,
    "connected_clients": families.CLIENTS,
    "blocked_clients": families.BLOCKED_CLIENTS,
    "maxclients": families.MAX_CLIENTS,
    "rejected_connections": families.REJECTED_CONNECTIONS,
    "connected_slaves": families.REPLICAS,
    "loading": families.LOADING,
}
"""Fields that are the figure as they stand."""

_ROLES = {"master": "master", "slave": "replica", "replica": "replica"}

_FORKS = (("valkey_version", "valkey"), ("dragonfly_version", "dragonfly"))
"""Servers that tell their own version beside the ``redis_version`` they are compatible with."""


class RedisInfo:
    """One answer to INFO.

    Args:
        text: The answer as it came.
        database: The number of the database whose keys are counted.
    """

    def __init__(self, text: bytes, database: int = 0) -> None:
        lines = text.decode("utf-8", "replace").split("\r\n")
        self._fields = {name: value for name, _, value in (line.partition(":") for line in lines)}
        self._database = database

    @property
    def role(self) -> str | None:
        """``master`` or ``replica``."""
        return _ROLES.get(self._fields.get("role", ""))

    @property
    def is_read_only(self) -> bool:
        """Whether it is a replica that refuses writes, as replicas do by default."""
        return self.role == "replica" and self._fields.get("slave_read_only") != "0"

    @property
    def is_cut_off(self) -> bool:
        """Whether it is a replica that does not hear its master."""
        return self.role == "replica" and self._fields.get("master_link_status") == "down"

    @property
    def software(self) -> tuple[str, str] | None:
        """The server's kind and version, like ``("valkey", "8.0.1")``."""
        for field, name in _FORKS:
            if version := self._fields.get(field):
                return name, version.removeprefix("df-").removeprefix("v")
        version = self._fields.get("redis_version", "")
        name = "keydb" if "# KeyDB" in self._fields else "redis"
        return (name, version) if version else None

    def measurements(self, alias: str, server: str) -> tuple[Measurement, ...]:
        """Return the figures for Prometheus."""
        found = [*self._derived(), *((f, self._number(field)) for field, f in _PLAIN.items())]
        measured = [family(value, alias, server) for family, value in found if value is not None]
        if self.software:
            measured.append(families.INFO(1, alias, server, *self.software))
        return tuple(measured)

    def details(self) -> dict[str, object]:
        """Return what people want to read, ready for JSON."""
        backend, version = self.software or (None, None)
        shown: dict[str, object] = {
            "backend": backend,
            "version": version,
            "role": self.role,
            "memory_used_bytes": self._number("used_memory"),
            "memory_limit_bytes": self._memory_limit(),
            "hits": (hits := self._number("keyspace_hits")),
            "misses": (misses := self._number("keyspace_misses")),
            "keys": self._keys(),
            "connected_clients": self._number("connected_clients"),
        }
        if self.role == "replica":
            shown["replication_link"] = self._fields.get("master_link_status")
        if hits is not None and misses is not None:
            shown |= hit_rate(hits, misses)
        return {name: value for name, value in shown.items() if value is not None}

    def _number(self, field: str) -> int | None:
        """The whole number in a field; ``None`` where there is none to be trusted."""
        value = self._fields.get(field, "")
        return int(value) if value.isdecimal() else None

    def _derived(self) -> Iterator[tuple[Family, float | None]]:
        yield families.MEMORY_LIMIT, self._memory_limit()
        yield families.KEYS, self._keys()
        yield families.START_TIME, self._start()
        yield families.LAST_SAVE, self._number("rdb_last_save_time") or None
        if status := self._fields.get("rdb_last_bgsave_status"):
            yield families.LAST_SAVE_OK, status == "ok"
        if self.role:
            yield families.IS_REPLICA, self.role == "replica"
        if self.role == "replica":
            yield from self._replication()

    def _replication(self) -> Iterator[tuple[Family, float | None]]:
        if status := self._fields.get("master_link_status"):
            yield families.LINK_UP, status == "up"
        # -1, which is no number here, stands for a link that is down
        yield families.REPLICATION_LAG, self._number("master_last_io_seconds_ago")

    def _memory_limit(self) -> int | None:
        return self._number("maxmemory") or None  # 0 means that there is no limit

    def _keys(self) -> int | None:
        """Keys of the database; one without keys has no line in the section."""
        if "# Keyspace" not in self._fields:
            return None
        line = self._fields.get(f"db{self._database}", "keys=0")
        keys = line.partition("keys=")[2].partition(",")[0]
        return int(keys) if keys.isdecimal() else None

    def _start(self) -> float | None:
        """The server's clock less its uptime, which stays the same from one answer to the next."""
        uptime = self._number("uptime_in_seconds")
        if uptime is None:
            return None
        microseconds = self._number("server_time_usec")
        return (microseconds // 1_000_000 if microseconds else round(time.time())) - uptime
