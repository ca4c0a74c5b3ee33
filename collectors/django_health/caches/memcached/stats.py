"""What Memcached's stats say, as figures and details; pure.

A line that a server does not have (an older Memcached, a proxy) is not measured.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from django_health.caches import families
from django_health.caches.own_key import hit_rate
from django_health.result import Family, Measurement

_PLAIN: Mapping[str, Family] = {
    "bytes": families.MEMORY_USED,
    "get_hits": families.HITS,
    "get_misses": families.MISSES,
    "evictions": families.EVICTIONS,
    "reclaimed": families.EXPIRED,
    "curr_items": families.KEYS,
    "curr_connections": families.CLIENTS,
    "rejected_connections": families.REJECTED_CONNECTIONS,
}
"""Lines that are the figure as they stand."""


class MemcachedStats:
    """One answer to ``stats``.

    Args:
        text: The answer as it came, of lines like ``STAT curr_items 5``.
        max_connections: The limit by ``stats settings``, for servers that do not give it here.
    """

    def __init__(self, text: bytes, max_connections: int | None = None) -> None:
        self._values = values_of(text)
        self._max_connections = max_connections

    def measurements(self, alias: str, server: str) -> tuple[Measurement, ...]:
        """Return the figures for Prometheus."""
        found = [*self._derived(), *((f, self._number(name)) for name, f in _PLAIN.items())]
        measured = [family(value, alias, server) for family, value in found if value is not None]
        if version := self._values.get("version"):
            measured.append(families.INFO(1, alias, server, "memcached", version))
        return tuple(measured)

    def details(self) -> dict[str, object]:
        """Return what people want to read, ready for JSON."""
        shown: dict[str, object] = {
            "backend": "memcached",
            "version": self._values.get("version"),
            "memory_used_bytes": self._number("bytes"),
            "memory_limit_bytes": self._memory_limit(),
            "hits": (hits := self._number("get_hits")),
            "misses": (misses := self._number("get_misses")),
            "keys": self._number("curr_items"),
            "connected_clients": self._number("curr_connections"),
        }
        if hits is not None and misses is not None:
            shown |= hit_rate(hits, misses)
        return {name: value for name, value in shown.items() if value is not None}

    def _derived(self) -> Iterator[tuple[Family, int | None]]:
        yield families.MEMORY_LIMIT, self._memory_limit()
        yield families.MAX_CLIENTS, self._number("max_connections") or self._max_connections
        clock, uptime = self._number("time"), self._number("uptime")
        if clock is not None and uptime is not None:
            yield families.START_TIME, clock - uptime

    def _memory_limit(self) -> int | None:
        return self._number("limit_maxbytes") or None  # 0 means that there is no limit

    def _number(self, name: str) -> int | None:
        value = self._values.get(name, "")
        return int(value) if value.isdecimal() else None


def values_of(text: bytes) -> dict[str, str]:
    """Return the names and values of an answer to ``stats`` or ``stats settings``."""
    lines = text.decode("utf-8", "replace").split("\r\n")
    parts = (line.split(" ", 2) for line in lines if line.startswith("STAT "))
    return {part[1]: part[2] for part in parts if len(part) == 3}
