"""Every limit that both an alert and a panel know; what the exporter exports itself is not here.

Usage of CPU, memory, disks and the like is compared with ``django_health_threshold_ratio``, which
each daemon exports as it is configured. Ratios are 0 to 1, times in seconds.
"""

from __future__ import annotations

from typing import NamedTuple

OBJECTIVE = 0.999
"""Share of the time, over 30 days, in which a component is to work."""


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

CONNECTIONS_WARNING, CONNECTIONS_CRITICAL = 0.8, 0.95
"""Share of a server's connections that are in use."""

REPLICATION_LAG_WARNING, REPLICATION_LAG_CRITICAL = 30.0, 3600.0
"""Seconds that a replica is behind."""

LONG_TRANSACTION = 600.0
"""Age of the oldest open transaction."""

IDLE_TRANSACTION = 300.0
"""The same, where sessions hold transactions open and do nothing."""

BLOCKED_SESSIONS = 1.0
"""Sessions that wait for a lock, whenever one looks."""

DEADLOCKS = 5.0
"""Deadlocks within a quarter of an hour."""

ROUND_TRIP = 0.5
"""Seconds that the smallest question to a database takes."""

ROUND_TRIP_UNFELT = 0.05
"""Seconds that nobody feels, also where it was less before."""

DATABASE_RESTARTED = 600.0
"""Age of a server that is news."""

BUFFER_HIT_RATIO = 0.9
"""Share of page requests of a database that memory is to serve."""

BUFFER_READS = 100.0
"""Pages per second from elsewhere below which that share says nothing."""

ROLLBACK_RATIO = 0.1
"""Share of transactions that are rolled back."""

TRANSACTIONS = 10.0
"""Transactions per second below which that share says nothing: each scrape rolls a few back."""

SLOW_QUERIES = 0.1
"""Statements per second above MySQL's long_query_time."""

ROW_LOCK_WAITS = 10.0
"""Waits per second for a row lock of InnoDB."""

ABORTED_CONNECTS = 0.2
"""Connections to MySQL per second that fail before a session begins."""

DIRTY_PAGES = 0.75
"""Share of InnoDB's buffer pool that is not yet written to disk."""

WAL_SIZE, WAL_RATIO = 64.0 * 2**20, 0.25
"""Bytes of SQLite's write-ahead log, and what share of the database they are, both together."""

WAL_HUGE = 2.0**30
"""Bytes of it that are too many beside any database."""

FREE_PAGES_SIZE, FREE_PAGES_RATIO = 256.0 * 2**20, 0.5
"""Bytes of an SQLite file that hold nothing, and what share of it they are, both together."""

CACHE_HIT_RATIO = 0.8
"""Share of reads that a cache is to serve."""

CACHE_MEMORY = 0.9
"""Share of a cache's memory limit that is in use."""

CACHE_READS = 1.0
"""Reads per second of a cache below which the share of hits says nothing."""

CACHE_EVICTIONS = 10.0
"""Keys per second that a cache drops for lack of memory."""

CACHE_OPERATION = 0.1
"""Seconds that set, get or delete of a key takes."""

CACHE_OPERATION_UNFELT = 0.02
"""Seconds that nobody feels, also where it was less before."""

CACHE_EXPIRED_ROWS = 10000.0
"""Rows of a cache table whose time is over."""

CACHE_BLOCKED_CLIENTS = 10.0
"""Clients more than an hour ago that wait in a blocking command of Redis."""

CLOCK_SKEW = 2.0
"""Seconds between the clocks of a database and of the host."""

QUEUE_LENGTH = 100.0
"""Messages that wait in a queue of Celery."""

QUEUE_STANDSTILL = 600.0
"""Seconds for which the same message is next in line; half of it is a warning."""

UNACKED_MESSAGES = 100.0
"""Messages that workers of Celery have taken and not finished."""

CELERY_ROUND_TRIP = 1.0
"""Seconds to the first worker's answer."""

BEAT_LATENESS = 600.0
"""Seconds by which the most overdue periodic task is late; half of it is a warning, and up to 180
mean nothing."""

LOAD_PER_CORE = 2.0
"""Load over 15 minutes, for each processor."""

DISK_NEAR = 0.8
"""Share of an exported threshold of disks from which on their growth is watched."""

INODES_WARNING, INODES_CRITICAL = 0.1, 0.03
"""Share of a file system's inodes that is free."""

NETWORK_ERRORS = 0.01
"""Share of packets with a fault."""

NETWORK_PACKETS = 10.0
"""Packets per second below which that share says nothing."""

CPU_THROTTLED = 0.25
"""Share of the time that a container had work in which it was held back."""

CPU_DEMAND = 0.1
"""Processors that a container wants at least before that share says anything."""

CERTIFICATE_DAYS_WARNING, CERTIFICATE_DAYS_CRITICAL = 21.0, 3.0
"""Days until a certificate ends."""

HTTP_UNFELT = 0.25
"""Seconds to the headers of an answer that nobody minds, also where it was less before."""

HTTP_ANSWERS = 60.0
"""Answers of the day before without which there is no past to compare with."""

FLAPS = 6.0
"""Changes between working and failing within half an hour that are no chance: down and up three
times."""

CHECK_STALE = 300.0
"""Age of a check's result; one that min_interval keeps for longer reaches it and starts anew."""

SLOWER_THAN_BEFORE = 3.0
"""How many times longer than its own median of the day before a check takes."""

SLOW_AT_LEAST = 0.25
"""Seconds below which a check is not slow, however fast it was before."""

SCRAPE_DURATION = 8.0
"""Seconds that an answer takes, where Prometheus waits for ten, as it does unless it is told
otherwise: for how long it really waits no metric tells."""

OPEN_FILES = 0.8
"""Share of the files that a process may have open that are."""
