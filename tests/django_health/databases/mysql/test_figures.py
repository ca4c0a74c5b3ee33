"""What the rows of MySQL 8.0, 8.4 and MariaDB become; only MariaDB is asked for real."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from django_health.databases.figures import Figures
from django_health.databases.mysql.figures import (
    add_deadlocks,
    add_replication,
    add_server,
    add_size,
    add_status,
    add_transactions,
    add_variables,
)

MYSQL_80_REPLICA = {
    "Slave_IO_State": "Waiting for source to send event",
    "Slave_IO_Running": "Yes",
    "Slave_SQL_Running": "Yes",
    "Seconds_Behind_Master": 7,
    "Channel_Name": "",
}
MYSQL_84_REPLICA = {
    "Replica_IO_State": "Waiting for source to send event",
    "Replica_IO_Running": "Yes",
    "Replica_SQL_Running": "Yes",
    "Seconds_Behind_Source": 7,
    "Channel_Name": "",
}
MYSQL_84_STATUS: dict[bytes | None, bytes | None] = {
    b"Aborted_connects": b"2",
    b"Com_commit": b"11",
    b"Com_rollback": b"1",
    b"Innodb_buffer_pool_pages_data": b"1000",
    b"Innodb_buffer_pool_pages_dirty": b"10",
    b"Innodb_buffer_pool_pages_free": b"7192",
    b"Innodb_buffer_pool_pages_misc": b"18446744073709551600",
    b"Innodb_buffer_pool_read_requests": b"16000",
    b"Innodb_buffer_pool_reads": b"855",
    b"Innodb_page_size": b"16384",
    b"Innodb_row_lock_waits": b"3",
    b"Slow_queries": b"0",
    b"Threads_connected": b"4",
    b"Threads_running": b"2",
    b"Uptime": b"100",
}


def named(figures: Figures) -> dict[tuple[str, ...], float]:
    """Values by name without prefix, and labels without the alias."""
    prefix = "django_health_database_"
    return {
        (one.family.name.removeprefix(prefix), *one.labels[1:]): one.value
        for one in figures.measurements
    }


def test_server() -> None:
    """Engine and version are told."""
    figures = Figures("default")
    add_server(figures, "8.4.3", is_mariadb=False)
    assert named(figures) == {("info", "mysql", "8.4.3"): 1}
    assert figures.details == {"engine": "mysql", "version": "8.4.3"}


def test_mysql_variables() -> None:
    """MySQL keeps one place for an administrator."""
    figures = Figures("default")
    add_variables(figures, (151, 0, 134217728))
    assert named(figures) == {
        ("max_connections",): 151,
        ("reserved_connections",): 1,
        ("read_only",): 0,
        ("buffer_pool_size_bytes",): 134217728,
    }
    assert figures.details == {"max_connections": 151, "read_only": False}


@pytest.mark.parametrize(
    ("value", "expected"),
    [(0, 0), ("OFF", 0), (1, 1), ("ON", 1), ("NO_LOCK", 1), ("NO_LOCK_NO_ADMIN", 1)],
)
def test_read_only(value: object, expected: float) -> None:
    """All forms of read_only are understood, also the words of newer MariaDB."""
    figures = Figures("default")
    add_variables(figures, (151, value, 134217728, 0))
    assert named(figures)["read_only",] == expected


def test_mysql_status() -> None:
    """The status of MySQL 8.4 becomes figures; a negative page count is left out."""
    figures = Figures("default")
    add_status(figures, MYSQL_84_STATUS)
    assert named(figures) == {
        ("aborted_connects_total",): 2,
        ("buffer_hits_total",): 15145,
        ("buffer_pool_bytes", "clean"): 990 * 16384,
        ("buffer_pool_bytes", "dirty"): 10 * 16384,
        ("buffer_pool_bytes", "free"): 7192 * 16384,
        ("buffer_reads_total",): 855,
        ("commits_total",): 11,
        ("connections",): 4,
        ("connections_by_state", "active"): 2,
        ("connections_by_state", "idle"): 2,
        ("rollbacks_total",): 1,
        ("row_lock_waits_total",): 3,
        ("slow_queries_total",): 0,
    }


def test_pages_of_each_state() -> None:
    """MariaDB counts those that hold neither data nor nothing."""
    figures = Figures("default")
    status: dict[bytes | None, bytes | None] = {b"Innodb_page_size": b"10"}
    for state, count in (b"data", b"7"), (b"dirty", b"3"), (b"free", b"2"), (b"misc", b"1"):
        status[b"Innodb_buffer_pool_pages_" + state] = count
    add_status(figures, status)
    assert named(figures) == {
        ("buffer_pool_bytes", "clean"): 40,
        ("buffer_pool_bytes", "dirty"): 30,
        ("buffer_pool_bytes", "free"): 20,
        ("buffer_pool_bytes", "misc"): 10,
    }


def test_empty_status() -> None:
    """What the server does not tell is absent, not 0."""
    figures = Figures("default")
    add_status(figures, {})
    assert named(figures) == {}
    assert figures.details == {}


@pytest.mark.parametrize("digits", [400, 5000])
def test_status_without_sense(digits: int) -> None:
    """A number that no counter can hold, and pages without a size, are absent."""
    figures = Figures("default")
    add_status(figures, {b"Com_commit": b"9" * digits, b"Innodb_buffer_pool_pages_free": b"1"})
    assert named(figures) == {}


@pytest.mark.parametrize("value", [None, b"", b"-1", b"1.5", b"\xd9\xa1", b"\xff", b"1 "])
def test_status_that_is_no_number(value: bytes | None) -> None:
    """It is absent, and so is a name that is none."""
    figures = Figures("default")
    add_status(figures, {b"Com_commit": value, b"Threads_connected": b"1", None: b"1"})
    assert set(named(figures)) == {
        ("connections",),
        ("connections_by_state", "active"),
        ("connections_by_state", "idle"),
    }


def test_more_threads_run_than_are_connected() -> None:
    """Threads of the server's own do not make the idle ones negative."""
    figures = Figures("default")
    add_status(figures, {b"Threads_connected": b"1", b"Threads_running": b"3"})
    assert named(figures)["connections_by_state", "idle"] == 0


def test_transactions() -> None:
    """Without a transaction the oldest is 0 seconds old."""
    figures = Figures("default")
    add_transactions(figures, (None, 0, 0, 2))
    assert named(figures) == {
        ("oldest_transaction_age_seconds",): 0,
        ("idle_in_transaction_sessions",): 0,
        ("blocked_sessions",): 0,
        ("replicas",): 2,
    }


def test_deadlocks() -> None:
    """InnoDB's metric is a row, or none where it is switched off."""
    figures = Figures("default")
    add_deadlocks(figures, [])
    assert named(figures) == {}
    add_deadlocks(figures, [(5,)])
    assert named(figures) == {("deadlocks_total",): 5}


def test_size() -> None:
    """An empty database has size 0; without a database there is no size."""
    sizes = []
    for row in ((None, None), ("app", None), ("app", "16384")):
        figures = Figures("default")
        add_size(figures, row)
        sizes.append(figures.size)
    assert sizes == [None, 0, 16384]


@pytest.mark.parametrize("row", [MYSQL_80_REPLICA, MYSQL_84_REPLICA])
def test_replica(row: Mapping[str, object]) -> None:
    """The old and the new names of a replica's status mean the same."""
    figures = Figures("default")
    add_replication(figures, [row])
    assert named(figures) == {
        ("is_replica",): 1,
        ("replication_lag_seconds",): 7,
        ("replica_io_running",): 1,
        ("replica_sql_running",): 1,
    }
    assert figures.details == {"role": "replica", "replication_lag_seconds": 7}


def test_several_sources() -> None:
    """Of several channels the worst is told."""
    figures = Figures("default")
    slow = MYSQL_80_REPLICA | {"Seconds_Behind_Master": 90, "Slave_IO_Running": "Connecting"}
    add_replication(figures, [MYSQL_80_REPLICA, slow])
    assert named(figures)["replication_lag_seconds",] == 90
    assert named(figures)["replica_io_running",] == 0
    assert named(figures)["replica_sql_running",] == 1


def test_stopped_channel() -> None:
    """A channel that does not know its lag leaves none for the whole."""
    figures = Figures("default")
    stopped = MYSQL_84_REPLICA | {"Seconds_Behind_Source": None, "Replica_SQL_Running": "No"}
    add_replication(figures, [MYSQL_84_REPLICA, stopped])
    assert ("replication_lag_seconds",) not in named(figures)
    assert "replication_lag_seconds" not in figures.details


def test_primary() -> None:
    """No row means that the server follows nobody."""
    figures = Figures("default")
    add_replication(figures, [])
    assert named(figures) == {("is_replica",): 0}
    assert figures.details == {"role": "primary"}
