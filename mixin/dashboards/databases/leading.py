"""The figures by which a database mostly gets into trouble, each of the database that is worst."""

from __future__ import annotations

from grafana_foundation_sdk.models.dashboard import DynamicConfigValue

from mixin.dashboards.databases.names import (
    LINE,
    NO_REPLICA,
    NO_SERVER,
    REFUSES_WRITES,
    STANDS_STILL,
    TAKES_NO_MORE,
    often,
    used_share,
    worst,
)
from mixin.dashboards.looks import GREEN, steps, words
from mixin.dashboards.panels import number
from mixin.dashboards.queries import now
from mixin.thresholds import (
    BLOCKED_SESSIONS,
    CONNECTIONS_CRITICAL,
    CONNECTIONS_WARNING,
    DEADLOCKS,
    LONG_TRANSACTION,
    REPLICATION_LAG_CRITICAL,
    REPLICATION_LAG_WARNING,
    ROUND_TRIP,
)

_NONE = words({0: ("none", GREEN)})

LEADING = (
    number(
        "Most connections",
        "The database that is nearest to its limit of connections, by what applications may use. "
        "At 100 % new ones are refused: see below in which state they are, end idle ones, and "
        "stop what opens more.",
        now(f"topk(1, {used_share('job, database')})", LINE),
        unit="percentunit",
        colours=steps(CONNECTIONS_WARNING, CONNECTIONS_CRITICAL),
        decimals=0,
        names=True,
        none=NO_SERVER,
    ),
    number(
        "Slowest answer",
        "The longest round trip of the smallest question, on an open connection. Compare with its "
        "graph: if it was always so, it is the network; if it is new, the load of the server.",
        now(f"topk(1, {worst('round_trip_seconds')})", LINE),
        unit="s",
        colours=steps(ROUND_TRIP),
        names=True,
        none="no answer",
    ),
    number(
        "Oldest transaction",
        "The transaction that has been open for longest. It holds its locks, and what was deleted "
        "since stays on disk: find its session, and end it unless it is a backup.",
        now(f"topk(1, {worst('oldest_transaction_age_seconds')})", LINE),
        unit="s",
        colours=steps(LONG_TRANSACTION),
        names=True,
        none=NO_SERVER,
    ),
    number(
        "Furthest behind",
        "The replica that is furthest behind its primary. What is read there is old: take it out "
        "of the reads, and see whether it receives and applies at all.",
        now(f"topk(1, {worst('replication_lag_seconds')})", LINE),
        unit="s",
        colours=steps(REPLICATION_LAG_WARNING, REPLICATION_LAG_CRITICAL),
        names=True,
        none=NO_REPLICA,
    ),
    number(
        "Most blocked",
        "The database in which most sessions wait for a lock of another. Find who blocks them: a "
        "migration, a long transaction, or a row that everybody updates.",
        now(f"topk(1, {worst('blocked_sessions')})", LINE),
        unit="none",
        colours=steps(BLOCKED_SESSIONS),
        names=True,
        none=NO_SERVER,
    ),
    number(
        "Most deadlocks",
        "Transactions that were ended because they waited for each other, within a quarter of an "
        "hour. Each was an error of a request: lock the same rows in the same order.",
        now(f"topk(1, {often('deadlocks_total')})", LINE),
        unit="none",
        colours=steps(DEADLOCKS),
        decimals=0,
        names=True,
        none=NO_SERVER,
    ),
    number(
        "Refuse writes",
        "Red: databases that took writes within a day and do not now, mostly the former primary "
        "after a failover: find out which server is the primary. Yellow: others that refuse and "
        "are no replicas: a setting that somebody forgot, or an SQLite file of another user.",
        now(f"count({TAKES_NO_MORE})"),
        now(
            f"count({REFUSES_WRITES}) or 0 * count({worst('read_only')}) "
            f"unless on () count({TAKES_NO_MORE})"
        ),
        unit="none",
        colours=steps(1),
        meanings=[_NONE],
        none="no answer",
    ).override_by_query("A", [DynamicConfigValue("thresholds", steps(critical=1).build())]),
    number(
        "Stand still",
        "Replicas of MySQL or MariaDB whose receiver or applier has stopped: they get older by "
        "the second. Read Last_IO_Error and Last_SQL_Error of SHOW REPLICA STATUS.",
        now(f"count({STANDS_STILL}) or 0 * count({worst('replica_sql_running')})"),
        unit="none",
        colours=steps(critical=1),
        meanings=[_NONE],
        none="no MySQL replica",
    ),
)
