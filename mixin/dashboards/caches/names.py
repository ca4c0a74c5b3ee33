"""Expressions about caches.

The figures of a cache are those of its servers, so that all exporters of a job tell the same: a
line shows the worst of them. Narrow the dashboard to an instance to see what that one sees.
"""

from __future__ import annotations

from mixin.dashboards.engines import Kind
from mixin.dashboards.queries import rate

CACHE = Kind("cache", "caches")
ONE = "job, cache, server"
"""The labels of a line: one for each server of a cache, and one for a cache without servers."""
LINE = "{{job}} {{cache}} {{server}}"
"""How it is called in a graph."""

REDIS, MEMCACHED = "~redis|valkey|keydb|dragonfly", "memcached"
NO_SERVER, NO_REDIS = "no cache server is watched", "no Redis is watched"
NO_MEMCACHED, NO_STORE = "no Memcached is watched", "no cache in a table or folder is watched"
NO_LIMIT = "no cache has a limit"


def worst(name: str, *by: str) -> str:
    """Return the greatest value of a figure for each server.

    Args:
        name: The end of the metric's name.
        by: More labels that are kept.
    """
    return f"max by ({', '.join((ONE, *by))}) ({CACHE.figure(name)})"


def least(name: str) -> str:
    """Return the smallest value of a figure for each server."""
    return f"min by ({ONE}) ({CACHE.figure(name)})"


def per_second(name: str) -> str:
    """Return how fast a counter grows, for each server."""
    return f"max by ({ONE}) ({rate(f'django_health_cache_{name}', 'cache')})"


def of(backend: str) -> str:
    """Return what narrows an expression to servers of a kind."""
    return f"and on ({ONE}) {CACHE.figure('info', backend=backend)}"


def share(of_what: str, limit: str, by: str = ONE) -> str:
    """Return the share of a limit that is in use, where there is one."""
    return f"max by ({by}) ({CACHE.figure(of_what)} / ({CACHE.figure(limit)} > 0))"


READS = f"({per_second('hits_total')} + {per_second('misses_total')})"
"""Reads per second."""
HIT_SHARE = f"{per_second('hits_total')} / ({READS} > 0)"
"""The share of reads that found a key, where there were any."""
