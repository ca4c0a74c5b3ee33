"""What keeps requests waiting, or makes them fail."""

from __future__ import annotations

from mixin.dashboards.databases.names import (
    DATABASE,
    LINE,
    NO_SERVER,
    REFUSES_WRITES,
    TAKES_NO_MORE,
    least,
    often,
    per_second,
    worst,
)
from mixin.dashboards.engines import worst_first
from mixin.dashboards.looks import RED, YELLOW, steps, words
from mixin.dashboards.panels import graph, timeline
from mixin.dashboards.queries import over_time
from mixin.thresholds import (
    BLOCKED_SESSIONS,
    CLOCK_SKEW,
    DEADLOCKS,
    LONG_TRANSACTION,
    SLOW_QUERIES,
)

_LOCKED = f"max by (job, database) (min_over_time({DATABASE.figure('busy')}[5m])) == 1"

PROBLEMS = worst_first(
    "Active problems",
    [
        DATABASE.reasons(),
        graph(
            "Blocked sessions",
            "Sessions that wait for a lock of another; the dashed line is where the alert begins. "
            "Find who blocks them: a migration, a long transaction, a row that all update.",
            over_time(worst("blocked_sessions"), LINE),
            unit="none",
            colours=steps(BLOCKED_SESSIONS),
        ).no_value(NO_SERVER),
        graph(
            "Idle in transaction",
            "Sessions that hold a transaction open and do nothing. Look for code that calls "
            "something slow inside transaction.atomic or ATOMIC_REQUESTS.",
            over_time(worst("idle_in_transaction_sessions"), LINE),
            unit="none",
        ).no_value(NO_SERVER),
        graph(
            "Oldest transaction",
            "Age of the oldest open transaction; the line is where the alert begins. It holds its "
            "locks, and keeps what was deleted on disk: end its session, unless it is a backup.",
            over_time(worst("oldest_transaction_age_seconds"), LINE),
            unit="s",
            colours=steps(LONG_TRANSACTION),
        ).no_value(NO_SERVER),
        graph(
            "Deadlocks",
            "Transactions that the server ended because they waited for each other, in a quarter "
            "of an hour. Each was an error of a request: lock the same rows in the same order.",
            over_time(often("deadlocks_total"), LINE),
            unit="none",
            colours=steps(DEADLOCKS),
        ).no_value(NO_SERVER),
        graph(
            "Slow statements",
            "Statements per second that take longer than MySQL's long_query_time. Read the slow "
            "query log: mostly one of them lacks an index.",
            over_time(per_second("slow_queries_total"), LINE),
            unit="ops",
            colours=steps(SLOW_QUERIES),
        ).no_value("only MySQL and MariaDB count them"),
        graph(
            "Clock skew",
            "Seconds by which the clock of a database is ahead of the host's that asks. Beyond "
            "the lines tokens, locks and delayed tasks go wrong: see which of the two lost NTP.",
            over_time(worst("clock_skew_seconds"), LINE),
            over_time(f"{least('clock_skew_seconds')} < 0", f"{LINE} behind"),
            unit="s",
            colours=steps(CLOCK_SKEW),
            least=None,
        ).no_value(NO_SERVER),
        timeline(
            "Must not be so",
            "Empty while all is well; red wakes somebody, yellow wants a look today. Refuses "
            "writes: red if it took them within a day, as after a failover. Receiver or applier "
            "stopped: the replica stands still; read Last_IO_Error and Last_SQL_Error. Locked: "
            "something writes to the SQLite file for minutes.",
            over_time(f"0 * {TAKES_NO_MORE}", f"{LINE} takes no writes any more"),
            over_time(f"{least('replica_io_running')} == 0", f"{LINE} receiver stopped"),
            over_time(f"{least('replica_sql_running')} == 0", f"{LINE} applier stopped"),
            over_time(REFUSES_WRITES, f"{LINE} refuses writes"),
            over_time(_LOCKED, f"{LINE} locked"),
            over_time(
                f"{worst('time_zone_finding', 'finding')} == 1",
                f"{LINE} time zone: {{{{finding}}}}",
            ),
            meanings=[words({0: ("yes", RED), 1: ("yes", YELLOW)})],
            colours=steps(2, 1, low=True),
            height=6,
        ).no_value("nothing of that"),
    ],
)
