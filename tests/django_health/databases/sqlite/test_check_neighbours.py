"""The SQLite check beside the connections of others: their locks and their write-ahead logs."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from django_health.result import Reason, Status
from sqlite_checks import check_of, connect, figure, names_in, outcome_of


@pytest.mark.parametrize("mode", ["delete", "wal"])
def test_exclusive_lock(tmp_path: Path, mode: str) -> None:
    """A file that cannot be read for a lock works with a warning, and some figures are known."""
    path = tmp_path / "locked.db"
    connect(path, mode).close()
    with closing(sqlite3.connect(path, isolation_level=None)) as writer:
        writer.execute("PRAGMA locking_mode = EXCLUSIVE")
        writer.execute("BEGIN EXCLUSIVE")
        outcome = outcome_of(path, timeout=0.2)
    assert (outcome.status, outcome.reason) == (Status.WARNING, Reason.UNAVAILABLE)
    assert figure(outcome, "busy") == 1
    assert figure(outcome, "size_bytes") == path.stat().st_size
    assert figure(outcome, "round_trip_seconds") is None


def test_wal_in_use(tmp_path: Path) -> None:
    """A write-ahead log in use is measured, and its writer makes the file busy."""
    path = tmp_path / "wal.db"
    with closing(check_of(path)) as check, closing(connect(path, "wal")) as writer:
        free = check.check()
        writer.execute("BEGIN IMMEDIATE")
        busy = check.check()
        writer.execute("ROLLBACK")
        wal_size = path.with_name("wal.db-wal").stat().st_size
    assert free.details["journal_mode"] == "wal"
    assert free.details["wal_size_bytes"] == wal_size > 0
    assert (figure(free, "busy"), figure(busy, "busy")) == (0, 1)


def test_wal_at_rest(tmp_path: Path) -> None:
    """A database in WAL mode that nobody uses is read, and no file is made beside it."""
    path = tmp_path / "wal.db"
    connect(path, "wal").close()
    assert names_in(tmp_path) == ["wal.db"]
    outcome = outcome_of(path)
    assert outcome.details["journal_mode"] == "wal"
    assert outcome.details["wal_size_bytes"] == 0
    assert names_in(tmp_path) == ["wal.db"]


def test_wal_is_written_back(tmp_path: Path) -> None:
    """The last user writes the log back as he closes, though the check goes on watching."""
    path = tmp_path / "wal.db"
    with closing(check_of(path)) as check:
        writer = connect(path, "wal")
        check.check()
        writer.execute("INSERT INTO kept VALUES (1)")
        writer.close()
        assert names_in(tmp_path) == ["wal.db"]
        assert check.check().status is Status.OK


@pytest.mark.parametrize("mode", ["delete", "wal"])
def test_locks_of_this_process_survive(tmp_path: Path, mode: str) -> None:
    """The check drops no lock that another connection of its process holds."""
    path = tmp_path / "locked.db"
    with closing(check_of(path)) as check, closing(connect(path, mode)) as writer:
        writer.execute("BEGIN IMMEDIATE")
        for _ in range(3):
            check.check()
        check.close()
        assert is_locked_for_others(path)
        writer.execute("ROLLBACK")
        assert not is_locked_for_others(path)


def is_locked_for_others(path: Path) -> bool:
    """Whether another process, which knows nothing of this one, cannot begin to write."""
    program = (
        "import sqlite3, sys\n"
        "connection = sqlite3.connect(sys.argv[1], timeout=0, isolation_level=None)\n"
        "connection.execute('BEGIN IMMEDIATE')\n"
    )
    command = [sys.executable, "-c", program, str(path)]
    ended = subprocess.run(command, capture_output=True, text=True, check=False)
    assert ended.returncode == 0 or "database is locked" in ended.stderr
    return ended.returncode != 0
