"""The figures of Memcached side by side."""

from __future__ import annotations

from mixin.dashboards.caches.names import LINE, NO_MEMCACHED, of, per_second, worst
from mixin.dashboards.caches.names import MEMCACHED as ENGINE
from mixin.dashboards.engines import worst_first
from mixin.dashboards.looks import steps
from mixin.dashboards.panels import graph
from mixin.dashboards.queries import over_time
from mixin.thresholds import CACHE_EVICTIONS

MEMCACHED = worst_first(
    "Memcached",
    [
        graph(
            "Evicted and reclaimed",
            "Items a second that were dropped before their time, and expired ones whose memory "
            "was used again. Many of the first and few of the second: it is too small (-m).",
            over_time(f"{per_second('evictions_total')} {of(ENGINE)}", f"{LINE} evicted"),
            over_time(f"{per_second('expired_keys_total')} {of(ENGINE)}", f"{LINE} reclaimed"),
            unit="ops",
            colours=steps(CACHE_EVICTIONS),
        ).no_value(NO_MEMCACHED),
        graph(
            "Items by size",
            "Bytes of an item on average. A jump is something large that is new in the cache; "
            "items above the limit of a megabyte (-I) are not kept at all.",
            over_time(
                f"{worst('memory_used_bytes')} / clamp_min({worst('keys')}, 1) {of(ENGINE)}",
                LINE,
            ),
            unit="bytes",
        ).no_value(NO_MEMCACHED),
        graph(
            "Connections",
            "Those that are open, and how many there may be (-c). Each thread of each process "
            "has one of its own.",
            over_time(f"{worst('connected_clients')} {of(ENGINE)}", LINE),
            over_time(f"{worst('max_clients')} {of(ENGINE)}", f"{LINE} limit"),
            unit="none",
        ).no_value(NO_MEMCACHED),
    ],
    collapsed=True,
)
