"""What is told of databases: two of PostgreSQL, one of MariaDB, one of SQLite."""

from __future__ import annotations

from collections.abc import Iterator

from grafana_history.ground import HORIZON, Ground, Series
from grafana_history.shapes import Shape, climbing, counting, either, since, steady, whole, wobbling

_PREFIX = "django_health_database_"
_ENGINES = {
    "default": ("postgresql", "15.18"),
    "analytics": ("postgresql", "15.18"),
    "reporting": ("mariadb", "10.11.19-MariaDB"),
    "archive": ("sqlite", "3.40.1"),
}
_STATES = ("active", "idle", "idle in transaction", "idle in transaction (aborted)")
_POSTGRESQL_STATES = (*_STATES, "fastpath function call", "disabled")


def figures(ground: Ground) -> Iterator[Series]:
    """Return their series."""
    for alias, (engine, version) in _ENGINES.items():
        yield _one(alias, "info", steady(1), engine=engine, version=version)
        quick = wobbling(0.0015, ground.instance + alias, 0.4)
        slow = ground.when("database", alias, "slow")
        yield _one(alias, "round_trip_seconds", either(quick, steady(0.8), slow))
        locked = ground.when("database", alias, "read_only")
        yield _one(alias, "read_only", either(steady(0), steady(1), locked))
        size = 9e8 if engine == "sqlite" else 6.5e9
        yield _one(alias, "size_bytes", _growing(size))
        if engine == "sqlite":
            yield from _file(ground, alias)
        else:
            yield from _server(ground, alias, engine)
    yield from _mysql(ground, "reporting")


def _one(alias: str, name: str, shape: Shape, **labels: str) -> Series:
    return Series(_PREFIX + name, {"database": alias, **labels}, shape, ("database", alias))


def _server(ground: Ground, alias: str, engine: str) -> Iterator[Series]:
    seed = f"{ground.instance}/{alias}"
    busy = ground.when("database", alias, "busy")
    used = whole(either(wobbling(32, seed, 0.3), wobbling(93, seed, 0.03), busy))
    yield _one(alias, "connections", used)
    states = _POSTGRESQL_STATES if engine == "postgresql" else _STATES[:2]
    for place, state in enumerate(states):
        share = wobbling((6, 24, 2, 0, 0, 0)[place], seed + state, 0.3)
        filled = wobbling((20, 44, 25, 4, 0, 0)[place], seed + state, 0.03)
        shape = whole(either(share, filled, busy))
        yield _one(alias, "connections_by_state", shape, state=state)
    yield _one(alias, "max_connections", steady(100))
    yield _one(alias, "reserved_connections", steady(3))
    yield _one(alias, "oldest_transaction_age_seconds", climbing(busy, start=2))
    yield _one(alias, "idle_in_transaction_sessions", either(steady(2), steady(25), busy))
    yield _one(alias, "blocked_sessions", either(steady(0), steady(11), busy))
    yield _one(alias, "deadlocks_total", counting(0, -HORIZON, busy, 0.02))
    yield _one(alias, "commits_total", counting(40, -HORIZON, busy, -20))
    yield _one(alias, "rollbacks_total", counting(0.4, -HORIZON, busy, 9))
    yield _one(alias, "buffer_hits_total", counting(9000, -HORIZON, busy, -4000))
    yield _one(alias, "buffer_reads_total", counting(60, -HORIZON, busy, 1500))
    yield from _replication(ground, alias)
    restarted = ground.when("database", alias, "restarted")
    yield _one(alias, "start_timestamp_seconds", since(restarted, ground.end, -40 * 86400))
    yield _one(alias, "missing_privileges", steady(float(alias == "analytics")))
    wrong = ground.when("database", alias, "clock")
    away = wobbling(1, seed, 0.9)
    skew = either(lambda at: ((away(at) or 0) - 1) * 0.004, steady(3.4), wrong)
    yield _one(alias, "clock_skew_seconds", skew)
    for finding, ill in (("mismatch", wrong), ("unknown_zone", [])):
        found = either(steady(0), steady(1), ill)
        yield _one(alias, "time_zone_finding", found, finding=finding)


def _replication(ground: Ground, alias: str) -> Iterator[Series]:
    behind = ground.when("database", alias, "lag")
    lonely = ground.when("database", alias, "lonely")
    follows = alias != "default"
    yield _one(alias, "is_replica", steady(float(follows)))
    replicas = either(steady(float(not follows)), steady(0), lonely)
    yield _one(alias, "replicas", replicas)
    if follows:
        yield _one(alias, "replication_lag_seconds", climbing(behind, 0.8, 0.2))


def _mysql(ground: Ground, alias: str) -> Iterator[Series]:
    broken = ground.when("database", alias, "replication")
    busy = ground.when("database", alias, "busy")
    yield _one(alias, "slow_queries_total", counting(0.01, -HORIZON, broken, 0.6))
    yield _one(alias, "row_lock_waits_total", counting(0.02, -HORIZON, busy, 14))
    yield _one(alias, "aborted_connects_total", counting(0.001, -HORIZON, busy, 0.6))
    size = 4 * 1024**3
    yield _one(alias, "buffer_pool_size_bytes", steady(size))
    shares = {"clean": (0.7, 0.1), "dirty": (0.05, 0.83), "free": (0.2, 0.02), "misc": (0.05, 0.05)}
    for state, (well, ill) in shares.items():
        held = either(steady(size * well), steady(size * ill), busy)
        yield _one(alias, "buffer_pool_bytes", held, state=state)
    yield _one(alias, "replica_io_running", either(steady(1), steady(0), broken))
    yield _one(alias, "replica_sql_running", either(steady(1), steady(0), broken))


def _file(ground: Ground, alias: str) -> Iterator[Series]:
    bloated = ground.when("database", alias, "bloated")
    wal = either(wobbling(3e6, alias, 0.8), steady(4.1e8), bloated)
    free = either(wobbling(9e6, alias, 0.2), steady(6e8), bloated)
    yield _one(alias, "wal_size_bytes", whole(wal))
    yield _one(alias, "free_pages_bytes", whole(free))
    yield _one(alias, "journal_mode_info", steady(1), journal_mode="wal")
    yield _one(alias, "busy", either(_now_and_then, steady(1), bloated))


def _growing(size: float) -> Shape:
    return lambda at: float(int(size + at * 900))


def _now_and_then(at: float) -> float:
    return float(int(at / 60) % 40 == 0)
