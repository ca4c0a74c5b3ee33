"""Whether the caches answer, and how near they are to their limits."""

from __future__ import annotations

from mixin.dashboards.caches.leading import LEADING
from mixin.dashboards.caches.listed import LISTED, STATES_OF_SERVERS
from mixin.dashboards.caches.names import CACHE, LINE, NO_LIMIT, NO_SERVER, ONE, share
from mixin.dashboards.engines import worst_first
from mixin.dashboards.looks import steps
from mixin.dashboards.panels import graph
from mixin.dashboards.queries import over_time
from mixin.thresholds import (
    CACHE_MEMORY,
    CACHE_OPERATION_UNFELT,
    CONNECTIONS_CRITICAL,
    CONNECTIONS_WARNING,
)

_OPERATIONS = CACHE.figure("operation_seconds")

HEALTH = worst_first(
    "Health",
    [
        CACHE.verdict(),
        *LEADING,
        LISTED,
        CACHE.history(STATES_OF_SERVERS, "{{instance}} {{cache}} {{server}}"),
        graph(
            "Round trip",
            "Seconds that the slowest of set, get and delete of one key takes at each server. "
            "Above the line it is worth a look; below it nobody feels it.",
            over_time(f"max by ({ONE}) ({_OPERATIONS})", LINE),
            unit="s",
            colours=steps(CACHE_OPERATION_UNFELT),
            width=6,
        ).no_value("no cache answers"),
        graph(
            "Round trip by operation",
            "Set, get and delete, of the slowest cache. If only writing is slow, look at saves to "
            "disk, evictions and replicas that are waited for; if all are, at load and network.",
            over_time(f"max by (job, operation) ({_OPERATIONS})", "{{job}} {{operation}}"),
            unit="s",
            colours=steps(CACHE_OPERATION_UNFELT),
            width=6,
        ).no_value("no cache answers"),
        graph(
            "Memory in use",
            "Share of the memory limit. A server that evicts stands at its limit for good; one "
            "that does not refuses writes there. Find what grows, or raise the limit.",
            over_time(share("memory_used_bytes", "memory_limit_bytes"), LINE),
            unit="percentunit",
            width=6,
            colours=steps(CACHE_MEMORY),
        ).no_value(NO_LIMIT),
        graph(
            "Clients",
            "Share of the connections that are allowed. A slope is a leak, a step a release or "
            "more workers: each process has a pool of its own.",
            over_time(share("connected_clients", "max_clients"), LINE),
            unit="percentunit",
            width=6,
            colours=steps(CONNECTIONS_WARNING, CONNECTIONS_CRITICAL),
        ).no_value(NO_SERVER),
    ],
)
