"""What is measured of a cache; one family serves every backend that has the figure.

The label ``server`` is ``host:port`` or a socket path from the configuration; backends without
servers leave it empty.
"""

from __future__ import annotations

from django_health.result import Family, Kind


def _gauge(name: str, text: str, *labels: str) -> Family:
    return Family(f"django_health_cache_{name}", text, ("cache", "server", *labels))


def _counter(name: str, text: str, *labels: str) -> Family:
    return Family(f"django_health_cache_{name}", text, ("cache", "server", *labels), Kind.COUNTER)


INFO = _gauge("info", "Always 1; backend and version of the server.", "backend", "version")
OPERATION_SECONDS = _gauge(
    "operation_seconds",
    "Seconds that set, get and delete of the probe's own key took, connection open.",
    "operation",
)
MEMORY_USED = _gauge(
    "memory_used_bytes", "Bytes in use (Redis: INFO used_memory; Memcached: stats bytes)."
)
MEMORY_LIMIT = _gauge(
    "memory_limit_bytes",
    "Bytes that may be used, absent without a limit (Redis: INFO maxmemory; "
    "Memcached: stats limit_maxbytes).",
)
HITS = _counter(
    "hits_total", "Reads that found a key (Redis: INFO keyspace_hits; Memcached: get_hits)."
)
MISSES = _counter(
    "misses_total", "Reads that found none (Redis: INFO keyspace_misses; Memcached: get_misses)."
)
EVICTIONS = _counter(
    "evictions_total",
    "Keys dropped for lack of memory (Redis: evicted_keys; Memcached: evictions).",
)
EXPIRED = _counter(
    "expired_keys_total",
    "Keys that ended by their time (Redis: INFO expired_keys; Memcached: stats reclaimed, "
    "expired ones whose memory was used again).",
)
KEYS = _gauge(
    "keys",
    "Keys now (Redis: INFO keyspace of this database; Memcached: curr_items; table: rows; "
    "folder: files).",
)
EXPIRED_NOW = _gauge("expired_rows", "Rows of the cache table whose time is over and that remain.")
SIZE = _gauge("size_bytes", "Bytes on disk of a file-based cache, the sum of its files.")
CLIENTS = _gauge(
    "connected_clients",
    "Client connections now (Redis: INFO connected_clients; Memcached: curr_connections).",
)
BLOCKED_CLIENTS = _gauge(
    "blocked_clients", "Clients that wait in a blocking command (Redis: INFO blocked_clients)."
)
MAX_CLIENTS = _gauge(
    "max_clients",
    "Client connections accepted at most (Redis: INFO maxclients; Memcached: max_connections).",
)
REJECTED_CONNECTIONS = _counter(
    "rejected_connections_total",
    "Connections refused at the limit (Redis: INFO rejected_connections; "
    "Memcached: rejected_connections).",
)
IS_REPLICA = _gauge("is_replica", "1 when the server follows another (Redis: INFO role).")
REPLICAS = _gauge("replicas", "Servers that follow this one (Redis: INFO connected_slaves).")
LINK_UP = _gauge(
    "replication_link_up", "1 when a replica's link to its master is up (INFO master_link_status)."
)
REPLICATION_LAG = _gauge(
    "replication_lag_seconds",
    "Seconds since a replica last heard its master (Redis: INFO master_last_io_seconds_ago).",
)
LAST_SAVE = _gauge(
    "last_save_timestamp_seconds",
    "Unix time of the last successful save to disk (Redis: INFO rdb_last_save_time).",
)
LAST_SAVE_OK = _gauge(
    "last_save_ok", "1 when the last background save succeeded (INFO rdb_last_bgsave_status)."
)
LOADING = _gauge("loading", "1 while the server loads its data from disk (Redis: INFO loading).")
START_TIME = _gauge(
    "start_timestamp_seconds", "Unix time of the server's start (INFO and stats: uptime)."
)
MISSING_PRIVILEGES = _gauge(
    "missing_privileges",
    "Figures and operations that the server keeps from this user (Redis: ACL); "
    "/health/detailed/ names the grants.",
)
