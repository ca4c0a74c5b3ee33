"""What only Redis and its kin tell."""

from __future__ import annotations

from mixin.dashboards.caches.names import LINE, NO_REDIS, least, of, worst
from mixin.dashboards.caches.names import REDIS as ENGINES
from mixin.dashboards.engines import worst_first
from mixin.dashboards.looks import steps
from mixin.dashboards.panels import graph
from mixin.dashboards.queries import over_time
from mixin.thresholds import MASTER_SILENCE

REDIS = worst_first(
    "Redis",
    [
        graph(
            "Silence of the master",
            "Seconds since each replica last heard its master, which should say something every "
            "ten. Above the line: the network between them, or a command that holds up the master.",
            over_time(worst("replication_lag_seconds"), LINE),
            unit="s",
            colours=steps(MASTER_SILENCE),
        ).no_value("no replica is watched"),
        graph(
            "Replicas",
            "Servers that follow each master. A step down is a replica that is gone or cannot "
            "reach it: there may be no copy left to fail over to.",
            over_time(worst("replicas"), LINE),
            unit="none",
        ).no_value(NO_REDIS),
        graph(
            "Since the last save",
            "Age of what is on disk: so much is lost if the server dies now, unless it keeps an "
            "append-only file as well. A line that only rises: saves are off, or fail.",
            over_time(f"time() - {least('last_save_timestamp_seconds')}", LINE),
            unit="s",
        ).no_value(NO_REDIS),
        graph(
            "Connections of clients",
            "Those that are open, how many wait in a blocking command, and how many there may be. "
            "If they near the limit, see with CLIENT LIST who holds them.",
            over_time(f"{worst('connected_clients')} {of(ENGINES)}", LINE),
            over_time(worst("blocked_clients"), f"{LINE} blocked"),
            over_time(f"{worst('max_clients')} {of(ENGINES)}", f"{LINE} limit"),
            unit="none",
            width=24,
            height=6,
        ).no_value(NO_REDIS),
    ],
    collapsed=True,
)
