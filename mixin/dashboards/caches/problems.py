"""What loses keys, or makes requests fail."""

from __future__ import annotations

from mixin.dashboards.caches.names import (
    CACHE,
    LINE,
    NO_REDIS,
    NO_SERVER,
    least,
    per_second,
    worst,
)
from mixin.dashboards.engines import worst_first
from mixin.dashboards.looks import RED, YELLOW, steps, words
from mixin.dashboards.panels import graph, timeline
from mixin.dashboards.queries import over_time
from mixin.thresholds import CACHE_EVICTIONS

PROBLEMS = worst_first(
    "Problems",
    [
        CACHE.reasons(),
        graph(
            "Evictions",
            "Keys a second that are dropped for lack of memory; the line is where the alert "
            "begins. Give more memory, shorten times to live, or find who fills the cache.",
            over_time(per_second("evictions_total"), LINE),
            unit="ops",
            colours=steps(CACHE_EVICTIONS),
        ).no_value(NO_SERVER),
        graph(
            "Refused clients",
            "Connections a second that a server refused at its limit; each was an error of the "
            "application. Raise the limit now, then see who holds the connections.",
            over_time(per_second("rejected_connections_total"), LINE),
            unit="ops",
        ).no_value(NO_SERVER),
        graph(
            "Blocked clients",
            "Clients that wait in BLPOP, XREAD, WAIT and the like. Idle workers of queues do so; "
            "in other processes it means that nobody gives them work any more.",
            over_time(worst("blocked_clients"), LINE),
            unit="none",
        ).no_value(NO_REDIS),
        timeline(
            "Must not be so",
            "Empty while all is well; red wakes somebody, yellow wants a look today. Link down: "
            "the replica has lost its master and grows old. Save failed: by default writes are "
            "refused until one succeeds; look at the disk. Loading: it has just started, and "
            "answers when all is read from disk.",
            over_time(f"{least('replication_link_up')} == 0", f"{LINE} link down"),
            over_time(f"1 + ({least('last_save_ok')} == 0)", f"{LINE} save failed"),
            over_time(f"{worst('loading')} == 1", f"{LINE} loading"),
            meanings=[words({0: ("yes", RED), 1: ("yes", YELLOW)})],
            colours=steps(2, 1, low=True),
            height=5,
        ).no_value("nothing of that"),
    ],
)
