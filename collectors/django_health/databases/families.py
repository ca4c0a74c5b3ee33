"""What is measured of a database; one family serves every engine that has the figure."""

from __future__ import annotations

from django_health.result import Family, Kind


def _gauge(name: str, text: str, *labels: str) -> Family:
    return Family(f"django_health_database_{name}", text, ("database", *labels))


def _counter(name: str, text: str, *labels: str) -> Family:
    return Family(f"django_health_database_{name}", text, ("database", *labels), Kind.COUNTER)


INFO = _gauge(
    "info",
    "Always 1; engine and version as the server tells them (SQLite: the library of this process).",
    "engine",
    "version",
)
ROUND_TRIP = _gauge(
    "round_trip_seconds",
    "Seconds from sending the probe's statement to its answer, connection open.",
)
CONNECTIONS = _gauge(
    "connections",
    "Client connections now (PostgreSQL: client backends in pg_stat_activity; "
    "MySQL: Threads_connected of SHOW GLOBAL STATUS).",
)
CONNECTIONS_BY_STATE = _gauge(
    "connections_by_state",
    "Client connections by state (PostgreSQL: pg_stat_activity.state; "
    "MySQL: active is Threads_running, idle the rest).",
    "state",
)
MAX_CONNECTIONS = _gauge(
    "max_connections", "Connections that the server accepts at most (setting max_connections)."
)
RESERVED_CONNECTIONS = _gauge(
    "reserved_connections",
    "Connections kept for administrators (PostgreSQL: superuser_reserved_connections and "
    "reserved_connections, out of max_connections; MySQL: one on top of it for CONNECTION ADMIN; "
    "MariaDB with extra_port: extra_max_connections more).",
)
SIZE = _gauge(
    "size_bytes",
    "Bytes of this database (PostgreSQL: pg_database_size; MySQL: data_length and index_length in "
    "information_schema.tables of the tables that the user may see; both asked at most once a "
    "minute; SQLite: the main file).",
)
OLDEST_TRANSACTION_AGE = _gauge(
    "oldest_transaction_age_seconds",
    "Age of the oldest open transaction of a client, 0 without one (PostgreSQL: xact_start of "
    "pg_stat_activity; MySQL: trx_started of information_schema.innodb_trx).",
)
IDLE_IN_TRANSACTION = _gauge(
    "idle_in_transaction_sessions",
    "Sessions that hold a transaction open and do nothing (PostgreSQL: states idle in transaction; "
    "MySQL: innodb_trx of threads in command Sleep).",
)
BLOCKED_SESSIONS = _gauge(
    "blocked_sessions",
    "Sessions that wait for a lock of another (PostgreSQL: wait_event_type Lock; "
    "MySQL: innodb_trx in state LOCK WAIT).",
)
DEADLOCKS = _counter(
    "deadlocks_total",
    "Deadlocks found (PostgreSQL: pg_stat_database.deadlocks; MySQL: Innodb_deadlocks or "
    "lock_deadlocks of information_schema.innodb_metrics).",
)
COMMITS = _counter(
    "commits_total",
    "Transactions committed (PostgreSQL: pg_stat_database.xact_commit; MySQL: Com_commit).",
)
ROLLBACKS = _counter(
    "rollbacks_total",
    "Transactions rolled back (PostgreSQL: pg_stat_database.xact_rollback; MySQL: Com_rollback).",
)
BUFFER_HITS = _counter(
    "buffer_hits_total",
    "Page requests served from memory (PostgreSQL: pg_stat_database.blks_hit; MySQL: "
    "Innodb_buffer_pool_read_requests less Innodb_buffer_pool_reads).",
)
BUFFER_READS = _counter(
    "buffer_reads_total",
    "Page requests that had to leave the buffer pool (PostgreSQL: pg_stat_database.blks_read; "
    "MySQL: Innodb_buffer_pool_reads).",
)
IS_REPLICA = _gauge(
    "is_replica",
    "1 when the server follows another (PostgreSQL: pg_is_in_recovery; "
    "MySQL: SHOW REPLICA STATUS).",
)
REPLICATION_LAG = _gauge(
    "replication_lag_seconds",
    "Seconds a replica is behind (PostgreSQL: 0 while a receiver runs and all that was received is "
    "replayed, else age of pg_last_xact_replay_timestamp; MySQL: Seconds_Behind_Source or "
    "Seconds_Behind_Master).",
)
REPLICAS = _gauge(
    "replicas",
    "Servers that follow this one (PostgreSQL: pg_stat_replication; MySQL: Binlog Dump threads).",
)
READ_ONLY = _gauge(
    "read_only",
    "1 when writes are refused (PostgreSQL: pg_is_in_recovery or default_transaction_read_only "
    "as clients get it; MySQL: read_only; SQLite: file or folder not writable by this "
    "process' user).",
)
START_TIME = _gauge(
    "start_timestamp_seconds",
    "Unix time of the server's start (PostgreSQL: pg_postmaster_start_time; MySQL: Uptime).",
)
MISSING_PRIVILEGES = _gauge(
    "missing_privileges",
    "Figures that the server keeps from this user; /health/detailed/ names the grants.",
)

# MySQL and MariaDB alone
SLOW_QUERIES = _counter(
    "slow_queries_total", "Statements slower than long_query_time (Slow_queries)."
)
ROW_LOCK_WAITS = _counter(
    "row_lock_waits_total", "Waits for a row lock of InnoDB (Innodb_row_lock_waits)."
)
ABORTED_CONNECTS = _counter(
    "aborted_connects_total", "Connections that failed before a session began (Aborted_connects)."
)
BUFFER_POOL_SIZE = _gauge(
    "buffer_pool_size_bytes", "Size of InnoDB's buffer pool (innodb_buffer_pool_size)."
)
BUFFER_POOL_BY_STATE = _gauge(
    "buffer_pool_bytes",
    "Bytes of InnoDB's buffer pool by state: clean, dirty, free, misc "
    "(Innodb_buffer_pool_pages_* times Innodb_page_size; clean is data less dirty).",
    "state",
)
REPLICA_IO_RUNNING = _gauge(
    "replica_io_running",
    "1 when the replica's receiver runs (Replica_IO_Running or Slave_IO_Running is Yes).",
)
REPLICA_SQL_RUNNING = _gauge(
    "replica_sql_running",
    "1 when the replica's applier runs (Replica_SQL_Running or Slave_SQL_Running is Yes).",
)

# SQLite alone
WAL_SIZE = _gauge("wal_size_bytes", "Bytes of the write-ahead log beside the SQLite file.")
FREE_PAGES = _gauge(
    "free_pages_bytes", "Bytes of unused pages in the SQLite file (PRAGMA freelist_count)."
)
JOURNAL_MODE = _gauge(
    "journal_mode_info", "Always 1; SQLite's journal mode (PRAGMA journal_mode).", "journal_mode"
)
BUSY = _gauge(
    "busy",
    "1 when another connection held the write lock at the probe (fcntl F_OFD_GETLK) or kept the "
    "probe from reading (SQLITE_BUSY).",
)
