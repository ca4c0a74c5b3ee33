"""Every limit that both an alert and a panel know; what the exporter exports itself is not here.

Usage of CPU, memory, disks and the like is compared with ``django_health_threshold_ratio``, which
each daemon exports as it is configured. Each name here is one that
``django-health-exporter rules --threshold`` takes, in small letters.
"""

from __future__ import annotations

from typing import Any, NamedTuple

from mixin.limit import Limit, Meaning

NOT_SERVING = "system|configuration"
"""Checks of the state of the host and of the settings, as a pattern: nobody is served by them, so
that the objective leaves them out, and what they find has alerts of its own, of which many only
warn."""


class BurnRate(NamedTuple):
    """How many times as fast as it would last 30 days the budget of failures may not be used.

    Attributes:
        factor: How many times.
        window: Over which time.
        recent: Over which time as well, so that it is over soon after the fault is.
        critical: Whether somebody is woken.
    """

    factor: float
    window: str
    recent: str
    critical: bool


BURN_RATES = (
    BurnRate(14.4, "1h", "5m", True),
    BurnRate(6, "6h", "30m", True),
    BurnRate(3, "1d", "2h", False),
    BurnRate(1, "3d", "6h", False),
)
"""Those that alerts watch."""


def _limit(name: str, value: float, unit: str, text: str, **bounds: Any) -> Limit:
    return Limit(value, Meaning(name, unit, text, **bounds))


def _share(name: str, value: float, text: str, most: float = 1, at_most: str = "") -> Limit:
    return _limit(name, value, "share", text, most=most, at_most=at_most)


def _seconds(name: str, value: float, text: str, **bounds: Any) -> Limit:
    return _limit(name, value, "seconds", text, **bounds)


OBJECTIVE = _share(
    "objective", 0.999, "Of the time, over 30 days, in which a component is to work.", most=0.99999
)

CONNECTIONS_WARNING = _share(
    "connections_warning",
    0.8,
    "Of a server's connections that are in use.",
    at_most="connections_critical",
)
CONNECTIONS_CRITICAL = _share(
    "connections_critical", 0.95, "Of a server's connections that are in use."
)
REPLICATION_LAG_WARNING = _seconds(
    "replication_lag_warning",
    30.0,
    "That a replica of a database is behind.",
    at_most="replication_lag_critical",
)
REPLICATION_LAG_CRITICAL = _seconds(
    "replication_lag_critical", 3600.0, "That a replica of a database is behind."
)
LONG_TRANSACTION = _seconds("long_transaction", 600.0, "Age of the oldest open transaction.")
IDLE_TRANSACTION = _seconds(
    "idle_transaction", 300.0, "The same, where sessions hold transactions open and do nothing."
)
BLOCKED_SESSIONS = _limit(
    "blocked_sessions", 1.0, "sessions", "That wait for a lock, whenever one looks."
)
DEADLOCKS = _limit("deadlocks", 5.0, "deadlocks", "Within a quarter of an hour.")
ROUND_TRIP = _seconds("round_trip", 0.5, "That the smallest question to a database takes.")
ROUND_TRIP_UNFELT = _seconds(
    "round_trip_unfelt",
    0.05,
    "The same, that nobody feels, also where it was less before.",
    at_most="round_trip",
)
DATABASE_RESTARTED = _seconds("database_restarted", 600.0, "Age of a database server that is news.")
BUFFER_HIT_RATIO = _share(
    "buffer_hit_ratio", 0.9, "Of a database's page requests that memory is to serve."
)
BUFFER_READS = _limit(
    "buffer_reads",
    100.0,
    "pages per second",
    "From elsewhere, below which that share says nothing.",
)
ROLLBACK_RATIO = _share("rollback_ratio", 0.1, "Of transactions that are rolled back.")
TRANSACTIONS = _limit(
    "transactions",
    10.0,
    "per second",
    "Below which that share says nothing: each scrape rolls a few back.",
)
SLOW_QUERIES = _limit(
    "slow_queries", 0.1, "per second", "Statements above MySQL's long_query_time."
)
ROW_LOCK_WAITS = _limit("row_lock_waits", 10.0, "per second", "Waits for a row lock of InnoDB.")
ABORTED_CONNECTS = _limit(
    "aborted_connects", 0.2, "per second", "Connections to MySQL that fail before a session begins."
)
DIRTY_PAGES = _share(
    "dirty_pages", 0.75, "Of InnoDB's buffer pool that is not yet written to disk."
)

WAL_SIZE = _limit(
    "wal_size",
    64.0 * 2**20,
    "bytes",
    "Of SQLite's write-ahead log, where it is also wal_ratio of the database.",
    at_most="wal_huge",
)
WAL_RATIO = _limit(
    "wal_ratio",
    0.25,
    "times",
    "The size of the database that the log is, where it also has wal_size.",
)
WAL_HUGE = _limit("wal_huge", 2.0**30, "bytes", "Of the log that are too many beside any database.")
FREE_PAGES_SIZE = _limit(
    "free_pages_size",
    256.0 * 2**20,
    "bytes",
    "Of an SQLite file that hold nothing, where it is also free_pages_ratio.",
)
FREE_PAGES_RATIO = _share(
    "free_pages_ratio",
    0.5,
    "Of an SQLite file that holds nothing, where it is also free_pages_size.",
)

CACHE_HIT_RATIO = _share("cache_hit_ratio", 0.8, "Of reads that a cache is to serve.")
CACHE_MEMORY = _share("cache_memory", 0.9, "Of a cache's memory limit that is in use.")
CACHE_READS = _limit(
    "cache_reads", 1.0, "per second", "Reads of a cache below which the share of hits says nothing."
)
CACHE_EVICTIONS = _limit(
    "cache_evictions", 10.0, "per second", "Keys that a cache drops for lack of memory."
)
CACHE_OPERATION = _seconds("cache_operation", 0.1, "That set, get or delete of a key takes.")
CACHE_OPERATION_UNFELT = _seconds(
    "cache_operation_unfelt",
    0.02,
    "The same, that nobody feels, also where it was less before.",
    at_most="cache_operation",
)
CACHE_EXPIRED_ROWS = _limit(
    "cache_expired_rows", 10000.0, "rows", "Of a cache table whose time is over."
)
CACHE_BLOCKED_CLIENTS = _limit(
    "cache_blocked_clients",
    10.0,
    "clients",
    "More than an hour ago that wait in a blocking command of Redis.",
)
MASTER_SILENCE = _seconds(
    "master_silence",
    30.0,
    "For which a replica of Redis hears nothing; after 60 the link is cut.",
    most=59,
)

CLOCK_SKEW = _seconds("clock_skew", 2.0, "Between the clocks of a database and of the host.")

QUEUE_LENGTH = _limit("queue_length", 100.0, "messages", "That wait in a queue of Celery.")
QUEUE_STANDSTILL = _seconds(
    "queue_standstill",
    600.0,
    "For which the same message is next in line; half of it is a warning.",
)
UNACKED_MESSAGES = _limit(
    "unacked_messages", 100.0, "messages", "That workers of Celery have taken and not finished."
)
CELERY_ROUND_TRIP = _seconds("celery_round_trip", 1.0, "To the first worker's answer.")
BEAT_LATENESS = _seconds(
    "beat_lateness", 600.0, "By which a periodic task is late; half of it is a warning.", above=360
)

LOAD_PER_CORE = _limit("load_per_core", 2.0, "tasks", "Load over 15 minutes, for each processor.")
DISK_NEAR = _share(
    "disk_near", 0.8, "Of a disk's own thresholds from which on its growth is watched."
)
INODES_WARNING = _share("inodes_warning", 0.1, "Of a file system's inodes that is free.", most=0.5)
INODES_CRITICAL = _share(
    "inodes_critical", 0.03, "Of a file system's inodes that is free.", at_most="inodes_warning"
)
NETWORK_ERRORS = _share("network_errors", 0.01, "Of packets with a fault.")
NETWORK_PACKETS = _limit(
    "network_packets", 10.0, "per second", "Packets below which that share says nothing."
)
CPU_THROTTLED = _share(
    "cpu_throttled", 0.25, "Of the time that a container had work in which it was held back."
)
CPU_DEMAND = _limit(
    "cpu_demand",
    0.1,
    "processors",
    "That a container wants at least before that share says anything.",
)

CERTIFICATE_DAYS_WARNING = _limit(
    "certificate_days_warning", 21.0, "days", "Until a certificate ends."
)
CERTIFICATE_DAYS_CRITICAL = _limit(
    "certificate_days_critical",
    3.0,
    "days",
    "Until a certificate ends.",
    at_most="certificate_days_warning",
)
HTTP_UNFELT = _seconds(
    "http_unfelt",
    0.25,
    "To the headers of an answer that nobody minds, also if it was less before.",
)
HTTP_ANSWERS = _limit(
    "http_answers",
    60.0,
    "answers",
    "Of the day before without which there is no past to compare with.",
)

FLAPS = _limit(
    "flaps", 6.0, "changes", "Between working and failing within half an hour that are no chance."
)
CHECK_STALE = _seconds(
    "check_stale", 300.0, "Age of a check's result; it is told after a quarter of an hour."
)
SLOWER_THAN_BEFORE = _limit(
    "slower_than_before",
    3.0,
    "times",
    "Its own median of the day before that a check takes.",
    above=1,
)
SLOW_AT_LEAST = _seconds(
    "slow_at_least", 0.25, "Below which a check is not slow, however fast it was before."
)
SCRAPE_DURATION = _seconds(
    "scrape_duration", 8.0, "That an answer takes; Prometheus waits for ten unless told otherwise."
)
OPEN_FILES = _share("open_files", 0.8, "Of the files that a process may have open that are.")

LIMITS = tuple(value for value in list(globals().values()) if isinstance(value, Limit))
"""All of them."""
