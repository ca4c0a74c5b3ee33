"""Whether the databases answer, and how near they are to their limits."""

from __future__ import annotations

from mixin.dashboards.databases.leading import LEADING
from mixin.dashboards.databases.listed import LISTED
from mixin.dashboards.databases.names import (
    DATABASE,
    LINE,
    NO_REPLICA,
    NO_SERVER,
    used_share,
    worst,
)
from mixin.dashboards.engines import worst_first
from mixin.dashboards.looks import steps
from mixin.dashboards.panels import graph
from mixin.dashboards.queries import over_time
from mixin.thresholds import (
    CONNECTIONS_CRITICAL,
    CONNECTIONS_WARNING,
    REPLICATION_LAG_CRITICAL,
    REPLICATION_LAG_WARNING,
)

HEALTH = worst_first(
    "Health",
    [
        DATABASE.verdict(),
        *LEADING,
        LISTED,
        DATABASE.history(DATABASE.states(), "{{instance}} {{database}}"),
        graph(
            "Connections in use",
            "Share of the connections that applications may use; those kept for administrators are "
            "not among them. A slope is a leak, a step a release or more workers.",
            over_time(used_share("job, database"), LINE),
            unit="percentunit",
            colours=steps(CONNECTIONS_WARNING, CONNECTIONS_CRITICAL),
        ).no_value(NO_SERVER),
        graph(
            "Round trip",
            "Seconds from the smallest question to its answer, slowest instance. If all databases "
            "rise together, look at the host that asks and at the network.",
            over_time(worst("round_trip_seconds"), LINE),
            unit="s",
        ).no_value("no database answers"),
        graph(
            "Replication lag",
            "Seconds that each replica is behind. A straight slope of one second a second means "
            "that it applies nothing; a hill is a large change that it has to catch up with.",
            over_time(worst("replication_lag_seconds"), LINE),
            unit="s",
            colours=steps(REPLICATION_LAG_WARNING, REPLICATION_LAG_CRITICAL),
        ).no_value(NO_REPLICA),
    ],
)
