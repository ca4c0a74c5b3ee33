"""What only PostgreSQL tells."""

from __future__ import annotations

from mixin.dashboards.databases.names import LINE, NO_POSTGRESQL, of, worst
from mixin.dashboards.databases.names import POSTGRESQL as ENGINE
from mixin.dashboards.engines import worst_first
from mixin.dashboards.looks import steps
from mixin.dashboards.panels import graph
from mixin.dashboards.queries import over_time

POSTGRESQL = worst_first(
    "PostgreSQL",
    [
        graph(
            "Connections by state",
            "What the connections do. Many idle ones are pools that are too large or CONN_MAX_AGE "
            "that is too long; many active ones wait for disk, processor or each other.",
            over_time(
                f"{worst('connections_by_state', 'state')} > 0 {of(ENGINE)}",
                f"{LINE} {{{{state}}}}",
            ),
            unit="none",
        ).no_value(NO_POSTGRESQL),
        graph(
            "Stuck in failed transactions",
            "Sessions whose transaction has failed and was not rolled back: all that is asked "
            "there fails. Look for code that catches a database error inside transaction.atomic.",
            over_time(worst("connections_by_state", state="idle in transaction (aborted)"), LINE),
            unit="none",
            colours=steps(1),
        ).no_value(NO_POSTGRESQL),
        graph(
            "Connections and their limits",
            "Those in use, how many there may be, and how many of these are kept for "
            "administrators. These can log in when nobody else can: end idle sessions then.",
            over_time(f"{worst('connections')} {of(ENGINE)}", f"{LINE} in use"),
            over_time(f"{worst('max_connections')} {of(ENGINE)}", f"{LINE} limit"),
            over_time(f"{worst('reserved_connections')} {of(ENGINE)}", f"{LINE} reserved"),
            unit="none",
        ).no_value(NO_POSTGRESQL),
    ],
    collapsed=True,
)
