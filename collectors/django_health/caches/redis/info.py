"""What the text of Redis' INFO says, as figures and details; pure, for every server that speaks so.

A field that a server does not have (an older Redis, KeyDB, Dragonfly) is not measured.
"""

from __future__ import annotations

import re
import time
from collections.abc import Mapping
from functools import lru_cache
from itertools import groupby

from django_health.caches import families
from django_health.caches.own_key import hit_rate
from django_health.result import Family, Figure, Measurement, measurements_of

_PLAIN: Mapping[bytes, Family] = {
    b"used_memory": families.MEMORY_USED,
    b"keyspace_hits": families.HITS,
    b"keyspace_misses": families.MISSES,
    b"evicted_keys": families.EVICTIONS,
    b"expired_keys": families.EXPIRED,
    b"connected_clients": families.CLIENTS,
    b"blocked_clients": families.BLOCKED_CLIENTS,
    b"maxclients": families.MAX_CLIENTS,
    b"rejected_connections": families.REJECTED_CONNECTIONS,
    b"connected_slaves": families.REPLICAS,
    b"loading": families.LOADING,
}
"""Fields that are the figure as they stand."""

_FORKS = ((b"valkey_version", "valkey"), (b"dragonfly_version", "dragonfly"))
"""Servers that tell their own version beside the ``redis_version`` they are compatible with."""

_KEYSPACE, _KEYDB = b"# Keyspace", b"# KeyDB"

_OTHERS = (
    *(b"redis_version", b"uptime_in_seconds", b"server_time_usec", b"maxmemory"),
    *(b"rdb_last_save_time", b"rdb_last_bgsave_status", b"role", b"slave_read_only"),
    *(b"master_link_status", b"master_last_io_seconds_ago", _KEYSPACE, _KEYDB),
)

_ROLES = {b"master": "master", b"slave": "replica", b"replica": "replica"}


class RedisInfo:
    """One answer to INFO.

    Args:
        text: The answer as it came.
        database: The number of the database whose keys are counted.

    Attributes:
        role: ``master`` or ``replica``.
        software: The server's kind and version, like ``("valkey", "8.0.1")``.
    """

    def __init__(self, text: bytes, database: int = 0) -> None:
        fields: dict[bytes, bytes] = dict(_wanted(database).findall(b"\n" + text))
        self._fields = fields
        self._numbers = {name: int(value) for name, value in fields.items() if value.isdigit()}
        self._keys = _keys(fields, database)
        self._memory_limit = self._numbers.get(b"maxmemory") or None  # 0 stands for no limit
        self.role = _ROLES.get(fields.get(b"role", b""))
        self.software = _software(fields)

    @property
    def is_read_only(self) -> bool:
        """Whether it is a replica that refuses writes, as replicas do by default."""
        return self.role == "replica" and self._fields.get(b"slave_read_only") != b"0"

    @property
    def is_cut_off(self) -> bool:
        """Whether it is a replica that does not hear its master."""
        return self.role == "replica" and self._fields.get(b"master_link_status") == b"down"

    def measurements(self, alias: str, server: str) -> tuple[Measurement, ...]:
        """Return the figures for Prometheus."""
        place = (alias, server)
        found = self._derived()
        found += zip(_PLAIN.values(), map(self._numbers.get, _PLAIN), strict=True)
        figures: list[Figure] = [
            (family, value, place) for family, value in found if value is not None
        ]
        if self.software:
            figures.append((families.INFO, 1, (*place, *self.software)))
        return measurements_of(figures)

    def details(self) -> dict[str, object]:
        """Return what people want to read, ready for JSON."""
        backend, version = self.software or (None, None)
        number = self._numbers.get
        shown: dict[str, object] = {
            "backend": backend,
            "version": version,
            "role": self.role,
            "memory_used_bytes": number(b"used_memory"),
            "memory_limit_bytes": self._memory_limit,
            "hits": (hits := number(b"keyspace_hits")),
            "misses": (misses := number(b"keyspace_misses")),
            "keys": self._keys,
            "connected_clients": number(b"connected_clients"),
        }
        if self.role == "replica":
            shown["replication_link"] = _text(self._fields, b"master_link_status")
        if hits is not None and misses is not None:
            shown |= hit_rate(hits, misses)
        return {name: value for name, value in shown.items() if value is not None}

    def _derived(self) -> list[tuple[Family, float | None]]:
        found: list[tuple[Family, float | None]] = [
            (families.MEMORY_LIMIT, self._memory_limit),
            (families.KEYS, self._keys),
            (families.START_TIME, self._start()),
            (families.LAST_SAVE, self._numbers.get(b"rdb_last_save_time") or None),
        ]
        if status := self._fields.get(b"rdb_last_bgsave_status"):
            found.append((families.LAST_SAVE_OK, status == b"ok"))
        if self.role:
            found.append((families.IS_REPLICA, self.role == "replica"))
        if self.role == "replica":
            if status := self._fields.get(b"master_link_status"):
                found.append((families.LINK_UP, status == b"up"))
            # -1, which is no number here, stands for a link that is down
            lag = self._numbers.get(b"master_last_io_seconds_ago")
            found.append((families.REPLICATION_LAG, lag))
        return found

    def _start(self) -> float | None:
        """The server's clock less its uptime, which stays the same from one answer to the next."""
        uptime = self._numbers.get(b"uptime_in_seconds")
        if uptime is None:
            return None
        microseconds = self._numbers.get(b"server_time_usec")
        return (microseconds // 1_000_000 if microseconds else round(time.time())) - uptime


def _keys(fields: Mapping[bytes, bytes], database: int) -> int | None:
    """Keys of the database; one without keys has no line in the section."""
    if _KEYSPACE not in fields:
        return None
    line = fields.get(b"db%d" % database, b"keys=0")
    keys = line.partition(b"keys=")[2].partition(b",")[0]
    return int(keys) if keys.isdigit() else None


def _software(fields: Mapping[bytes, bytes]) -> tuple[str, str] | None:
    for field, name in _FORKS:
        if version := _text(fields, field):
            return name, version.removeprefix("df-").removeprefix("v")
    found = _text(fields, b"redis_version")
    name = "keydb" if _KEYDB in fields else "redis"
    return (name, found) if found else None


def _text(fields: Mapping[bytes, bytes], name: bytes) -> str | None:
    value = fields.get(name)
    return value.decode("utf-8", "replace") if value else None


@lru_cache(maxsize=64)
def _wanted(database: int) -> re.Pattern[bytes]:
    """What finds the lines that matter among two hundred.

    They stand in it by their first letter: so a line costs a third of what a list of names costs.
    """
    names = (*_PLAIN, *(field for field, _ in _FORKS), *_OTHERS, b"db%d" % database)
    letters = groupby(sorted(names), key=lambda name: name[:1])
    by_letter = (
        b"%b(?:%b)" % (letter, b"|".join(name[1:] for name in found)) for letter, found in letters
    )
    return re.compile(rb"\n(%b)(?::([^\r]*))?\r" % b"|".join(by_letter))
