"""What Memcached's stats say, as figures and details; pure.

A line that a server does not have (an older Memcached, a proxy) is not measured.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from django_health.caches import families
from django_health.caches.own_key import hit_rate
from django_health.result import Family, Figure, Measurement, measurements_of

_PLAIN: Mapping[bytes, Family] = {
    b"bytes": families.MEMORY_USED,
    b"get_hits": families.HITS,
    b"get_misses": families.MISSES,
    b"evictions": families.EVICTIONS,
    b"reclaimed": families.EXPIRED,
    b"curr_items": families.KEYS,
    b"curr_connections": families.CLIENTS,
    b"rejected_connections": families.REJECTED_CONNECTIONS,
}
"""Lines that are the figure as they stand."""

_OTHERS = (b"version", b"time", b"uptime", b"limit_maxbytes", b"max_connections")

_WANTED = re.compile(rb"STAT (%b) ([^\r]*)\r" % b"|".join(sorted((*_PLAIN, *_OTHERS))))
"""The lines that matter among a hundred."""


class MemcachedStats:
    """One answer to ``stats``.

    Args:
        text: The answer as it came, of lines like ``STAT curr_items 5``.
        max_connections: The limit by ``stats settings``, for servers that do not give it here.
    """

    def __init__(self, text: bytes, max_connections: int | None = None) -> None:
        values: dict[bytes, bytes] = dict(_WANTED.findall(text))
        self._version = values.get(b"version", b"").decode("utf-8", "replace")
        self._numbers = {name: int(value) for name, value in values.items() if value.isdigit()}
        self._max_connections = self._numbers.get(b"max_connections") or max_connections
        self._memory_limit = self._numbers.get(b"limit_maxbytes") or None  # 0 stands for no limit

    def measurements(self, alias: str, server: str) -> tuple[Measurement, ...]:
        """Return the figures for Prometheus."""
        place = (alias, server)
        found: list[tuple[Family, int | None]] = [
            (families.MEMORY_LIMIT, self._memory_limit),
            (families.MAX_CLIENTS, self._max_connections),
            (families.START_TIME, self._start()),
            *zip(_PLAIN.values(), map(self._numbers.get, _PLAIN), strict=True),
        ]
        figures: list[Figure] = [
            (family, value, place) for family, value in found if value is not None
        ]
        if self._version:
            figures.append((families.INFO, 1, (*place, "memcached", self._version)))
        return measurements_of(figures)

    def details(self) -> dict[str, object]:
        """Return what people want to read, ready for JSON."""
        number = self._numbers.get
        shown: dict[str, object] = {
            "backend": "memcached",
            "version": self._version or None,
            "memory_used_bytes": number(b"bytes"),
            "memory_limit_bytes": self._memory_limit,
            "hits": (hits := number(b"get_hits")),
            "misses": (misses := number(b"get_misses")),
            "keys": number(b"curr_items"),
            "connected_clients": number(b"curr_connections"),
        }
        if hits is not None and misses is not None:
            shown |= hit_rate(hits, misses)
        return {name: value for name, value in shown.items() if value is not None}

    def _start(self) -> int | None:
        clock, uptime = self._numbers.get(b"time"), self._numbers.get(b"uptime")
        return clock - uptime if clock is not None and uptime is not None else None


def values_of(text: bytes) -> dict[str, str]:
    """Return the names and values of an answer to ``stats`` or ``stats settings``."""
    lines = text.decode("utf-8", "replace").split("\r\n")
    parts = (line.split(" ", 2) for line in lines if line.startswith("STAT "))
    return {part[1]: part[2] for part in parts if len(part) == 3}
