"""The health of the project's caches as plain dictionaries."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypedDict

from django_health.caches.families import HITS, MEMORY_USED, MISSES
from django_health.checkers.asking import (
    Checker,
    StatusWord,
    detail,
    figure,
    require_alias,
    response_time,
    summaries,
    targets_of,
    word,
)
from django_health.checkers.operations import Operations, operations
from django_health.engine.patience import GRACE
from django_health.result import Summary
from django_health.sources.backends import NAMES
from django_health.targets import Target

_MEBIBYTE = 2**20
_NATIVE = ("redis", "memcached")
"""Kinds of targets that are called by the name of their backend."""


class CacheHealth(TypedDict):
    """How a cache is.

    Attributes:
        status: ``ok``, ``warning``, ``error`` or ``skipped``.
        backend: ``redis``, ``memcached``, ``database``, ``files``, ``local-memory``, ``dummy``, or
            the dotted path of another.
        response_time: Seconds of the last run; ``None`` where nothing was asked.
        memory_usage: Like ``45.2MB`` (of 2**20 bytes), of all its servers together; ``None`` where
            they do not tell it.
        hit_rate: Percent of the reads that found a key, since the servers started; ``None`` where
            they do not tell it or nothing was read.
    """

    status: StatusWord
    backend: str
    response_time: float | None
    memory_usage: str | None
    hit_rate: float | None


class CacheHealthChecker(Checker):
    """Asks the caches of Django's ``CACHES``, over the connections that are kept for that."""

    def check_all_caches(self) -> dict[str, CacheHealth]:
        """Return how each cache is, by alias.

        Raises:
            HealthCheckError: A setting cannot be used.
        """
        asked = self._application()
        found = summaries(asked, "cache")
        return {
            alias: {
                "status": word(summary := found.get(alias)),
                "backend": _backend(summary, targets),
                "response_time": response_time(summary),
                "memory_usage": _memory_usage(summary),
                "hit_rate": _hit_rate(summary),
            }
            for alias, targets in targets_of(asked, "cache").items()
        }

    def test_cache_operations(self, alias: str = "default") -> Operations:
        """Set, get and delete a key now, and return how that went; no kept answer is given.

        Raises:
            UnknownAliasError: There is no such alias.
            HealthCheckError: A setting cannot be used.
        """
        asked = self._application()
        require_alias(targets_of(asked, "cache"), alias, "cache")
        if "cache" not in asked.engine.names:
            return operations(None)
        deadline = asked.settings.timeouts.cache + GRACE
        report = asked.engine.run(["cache"], target=alias, deadline=deadline)
        return operations(report.targets("cache").get(alias))


def _backend(summary: Summary | None, targets: Sequence[Target]) -> str:
    path = targets[0].backend
    told = str(detail(summary, "backend") or path)
    if told != path:
        return told
    kind = targets[0].kind
    return kind if kind in _NATIVE else str(NAMES.get(path, path))


def _memory_usage(summary: Summary | None) -> str | None:
    used = figure(summary, MEMORY_USED)
    return None if used is None else f"{used / _MEBIBYTE:.1f}MB"


def _hit_rate(summary: Summary | None) -> float | None:
    hits, misses = figure(summary, HITS), figure(summary, MISSES)
    if hits is None or misses is None or not hits + misses:
        return None
    return round(100 * hits / (hits + misses), 1)
