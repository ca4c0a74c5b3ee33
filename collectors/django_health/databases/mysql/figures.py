"""What the rows of MySQL and MariaDB become: measurements for Prometheus and details for JSON."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from django_health.databases import families
from django_health.databases.figures import Figures
from django_health.result import Family
from django_health.whole_numbers import whole_number

_COUNTERS = {
    b"Aborted_connects": families.ABORTED_CONNECTS,
    b"Com_commit": families.COMMITS,
    b"Com_rollback": families.ROLLBACKS,
    b"Innodb_buffer_pool_reads": families.BUFFER_READS,
    b"Innodb_deadlocks": families.DEADLOCKS,
    b"Innodb_row_lock_waits": families.ROW_LOCK_WAITS,
    b"Slow_queries": families.SLOW_QUERIES,
}
_NONSENSE = 2**63
"""From here on a page count is a negative number (MySQL bug 59550)."""

_PAGES = {
    state: f"Innodb_buffer_pool_pages_{state}".encode()
    for state in ("data", "dirty", "free", "misc")
}
UPTIME = b"Uptime"
STATUS_NAMES = (
    *_COUNTERS,
    *_PAGES.values(),
    b"Innodb_buffer_pool_read_requests",
    b"Innodb_page_size",
    b"Threads_connected",
    b"Threads_running",
    UPTIME,
)
"""The variables of SHOW GLOBAL STATUS that are read."""

Row = Sequence[Any]
Numbers = Mapping[bytes | None, int]


def add_server(figures: Figures, version: str, *, is_mariadb: bool) -> None:
    """Add which server it is."""
    engine = "mariadb" if is_mariadb else "mysql"
    figures.add(families.INFO, 1, engine, version)
    figures.details |= {"engine": engine, "version": version}


def add_variables(figures: Figures, row: Row) -> None:
    """Add max_connections, read_only, innodb_buffer_pool_size, and the places of an extra port."""
    limit, read_only, buffer_pool, *extra = row
    is_read_only = is_on(read_only)
    figures.add(families.MAX_CONNECTIONS, int(limit))
    figures.add(families.RESERVED_CONNECTIONS, 1 + sum(int(places) for places in extra))
    figures.add(families.READ_ONLY, is_read_only)
    figures.add(families.BUFFER_POOL_SIZE, int(buffer_pool))
    figures.details |= {"max_connections": int(limit), "read_only": is_read_only}


def add_status(figures: Figures, status: Mapping[bytes | None, bytes | None]) -> None:
    """Add what SHOW GLOBAL STATUS says; a variable that the server does not have is left out."""
    read = ((name, whole_number(value)) for name, value in status.items() if value)
    numbers = {name: number for name, number in read if number is not None}
    for name, family in _COUNTERS.items():
        if name in numbers:
            figures.add(family, numbers[name])
    _add_threads(figures, numbers)
    _add_buffer_pool(figures, numbers)


def _add_threads(figures: Figures, numbers: Numbers) -> None:
    connected = numbers.get(b"Threads_connected")
    if connected is None:
        return
    running = min(numbers.get(b"Threads_running", 0), connected)  # which counts some of its own
    figures.add(families.CONNECTIONS, connected)
    figures.add(families.CONNECTIONS_BY_STATE, running, "active")
    figures.add(families.CONNECTIONS_BY_STATE, connected - running, "idle")
    figures.details["connections"] = connected


def _add_buffer_pool(figures: Figures, numbers: Numbers) -> None:
    requests = numbers.get(b"Innodb_buffer_pool_read_requests")
    if requests is not None:
        hits = max(0, requests - numbers.get(b"Innodb_buffer_pool_reads", 0))
        figures.add(families.BUFFER_HITS, hits)
    if size := numbers.get(b"Innodb_page_size"):
        for state, pages in _pages(numbers).items():
            figures.add(families.BUFFER_POOL_BY_STATE, pages * size, state)


def _pages(numbers: Numbers) -> dict[str, int]:
    """Pages of the buffer pool by states that exclude each other."""
    pages = {
        state: numbers[name]
        for state, name in _PAGES.items()
        if numbers.get(name, _NONSENSE) < _NONSENSE
    }
    if "data" in pages and "dirty" in pages:
        pages["clean"] = max(0, pages.pop("data") - pages["dirty"])
    return pages


def add_transactions(figures: Figures, row: Row) -> None:
    """Add the age of the oldest, how many are idle or blocked, and how many replicas read on."""
    age, idle, blocked, replicas = row
    figures.add(families.OLDEST_TRANSACTION_AGE, max(0, _whole(age)))
    figures.add(families.IDLE_IN_TRANSACTION, int(idle))
    figures.add(families.BLOCKED_SESSIONS, int(blocked))
    figures.add(families.REPLICAS, int(replicas))


def add_deadlocks(figures: Figures, rows: Sequence[Row]) -> None:
    """Add InnoDB's own count; there is none where the server does not keep it."""
    for row in rows:
        figures.add(families.DEADLOCKS, int(row[0]))


def add_size(figures: Figures, row: Row) -> None:
    """Note the bytes of the tables; a server that was not told a database has no size to tell."""
    database, size = row
    if database is not None:
        figures.size = _whole(size)


def add_replication(figures: Figures, channels: Sequence[Mapping[str, Any]]) -> None:
    """Add whether it follows other servers, and by how much the worst of its channels is behind.

    Without a lag of each channel there is none of the whole: a stopped one does not tell its own.
    """
    figures.add(families.IS_REPLICA, bool(channels))
    figures.details["role"] = "replica" if channels else "primary"
    if not channels:
        return
    lags = [_either(row, "Seconds_Behind_Source", "Seconds_Behind_Master") for row in channels]
    if None not in lags:
        lag = max(float(lag) for lag in lags)
        figures.add(families.REPLICATION_LAG, lag)
        figures.details["replication_lag_seconds"] = lag
    _add_running(figures, families.REPLICA_IO_RUNNING, channels, "IO")
    _add_running(figures, families.REPLICA_SQL_RUNNING, channels, "SQL")


def _add_running(
    figures: Figures, family: Family, channels: Sequence[Mapping[str, Any]], thread: str
) -> None:
    states = [
        _either(row, f"Replica_{thread}_Running", f"Slave_{thread}_Running") for row in channels
    ]
    figures.add(family, all(state == "Yes" for state in states))


def _either(row: Mapping[str, Any], new: str, old: str) -> Any:
    return row[new] if new in row else row.get(old)


def _whole(value: object) -> int:
    """A sum or the like, which is a decimal number on some servers; 0 where there is none."""
    return 0 if value is None else int(Decimal(str(value)))


def is_on(value: object) -> bool:
    """Whether a variable is on: 1, ``ON``, or one of MariaDB's stricter kinds of read_only."""
    return str(value).upper() not in ("0", "OFF")
