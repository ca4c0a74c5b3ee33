"""What only MySQL and MariaDB tell."""

from __future__ import annotations

from mixin.dashboards.databases.names import LINE, NO_MYSQL, of, per_second, worst
from mixin.dashboards.databases.names import MYSQL as ENGINES
from mixin.dashboards.engines import worst_first
from mixin.dashboards.looks import steps
from mixin.dashboards.panels import graph
from mixin.dashboards.queries import over_time
from mixin.thresholds import ABORTED_CONNECTS, DIRTY_PAGES, ROW_LOCK_WAITS

_POOL = worst("buffer_pool_size_bytes")

MYSQL = worst_first(
    "MySQL and MariaDB",
    [
        graph(
            "Threads",
            "Threads that work, and connections that idle. More that work than there are "
            "processors means that they wait: for disks, locks or each other.",
            over_time(
                f"{worst('connections_by_state', 'state')} {of(ENGINES)}", f"{LINE} {{{{state}}}}"
            ),
            over_time(f"{worst('max_connections')} {of(ENGINES)}", f"{LINE} limit"),
            over_time(f"{worst('reserved_connections')} {of(ENGINES)}", f"{LINE} on top of it"),
            unit="none",
        ).no_value(NO_MYSQL),
        graph(
            "Row lock waits",
            "How often a second a statement waits for a row that another transaction has locked. "
            "Look for a row that all update, and for transactions longer than they need to be.",
            over_time(per_second("row_lock_waits_total"), LINE),
            unit="ops",
            colours=steps(ROW_LOCK_WAITS),
        ).no_value(NO_MYSQL),
        graph(
            "Aborted connects",
            "Connections a second that fail before a session begins: a wrong password, TLS that "
            "does not fit, a port check. The server refuses hosts that do it too often.",
            over_time(per_second("aborted_connects_total"), LINE),
            unit="ops",
            colours=steps(ABORTED_CONNECTS),
        ).no_value(NO_MYSQL),
        graph(
            "Buffer pool",
            "InnoDB's memory by what is in it. With nothing free and a low share of hits it is too "
            "small for the tables in use; free memory that never goes is too much.",
            over_time(worst("buffer_pool_bytes", "state"), f"{LINE} {{{{state}}}}"),
            over_time(_POOL, f"{LINE} whole"),
            unit="bytes",
            width=12,
        ).no_value(NO_MYSQL),
        graph(
            "Waiting to be written",
            "Share of the buffer pool that is not on disk yet. At InnoDB's limit statements stop "
            "until something is written: look at the disk's load and at innodb_io_capacity.",
            over_time(
                f"{worst('buffer_pool_bytes', state='dirty')} / ({_POOL} > 0)",
                LINE,
            ),
            unit="percentunit",
            colours=steps(DIRTY_PAGES),
            width=12,
        ).no_value(NO_MYSQL),
    ],
    collapsed=True,
)
