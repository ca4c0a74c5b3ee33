"""Asking for SQLite's locks."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from django_health.databases.sqlite.locks import Descriptors, is_main_file_locked, is_wal_locked


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Where a database is."""
    return tmp_path / "a.db"


@pytest.fixture
def connection(path: Path) -> Iterator[sqlite3.Connection]:
    """A connection to it."""
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("CREATE TABLE t (x)")
        yield connection


def test_borrow(path: Path, connection: sqlite3.Connection, tmp_path: Path) -> None:
    """The descriptor is one that is open already, and none is found of a file nobody has open."""
    before = len(list(Path("/proc/self/fd").iterdir()))
    descriptors = Descriptors()
    borrowed = descriptors.borrow(path)
    assert borrowed is not None
    assert os.path.samestat(os.fstat(borrowed), path.stat())
    assert len(list(Path("/proc/self/fd").iterdir())) == before
    connection.close()
    assert descriptors.borrow(path) is None
    assert descriptors.borrow(tmp_path / "absent") is None


def test_borrow_after_replacement(path: Path, tmp_path: Path) -> None:
    """A descriptor of the file that lay there before is not taken for one of the new file."""
    path.touch()
    descriptors = Descriptors()
    with path.open("rb") as old:
        assert descriptors.borrow(path) == old.fileno()
        other = tmp_path / "other"
        other.touch()
        other.replace(path)
        assert descriptors.borrow(path) is None
        with path.open("rb") as new:
            assert descriptors.borrow(path) == new.fileno()


@pytest.mark.parametrize(
    ("begin", "is_locked"),
    [("BEGIN", False), ("BEGIN IMMEDIATE", True), ("BEGIN EXCLUSIVE", True)],
)
def test_main_file(
    path: Path, connection: sqlite3.Connection, begin: str, *, is_locked: bool
) -> None:
    """A writer's lock is seen, a reader's is none, and asking takes nothing."""
    borrowed = Descriptors().borrow(path)
    assert borrowed is not None
    connection.execute(begin)
    connection.execute("SELECT * FROM t").fetchall()
    assert is_main_file_locked(borrowed) is is_locked
    connection.execute("ROLLBACK")
    assert is_main_file_locked(borrowed) is False
    connection.execute("BEGIN EXCLUSIVE")


def test_wal(path: Path, connection: sqlite3.Connection) -> None:
    """In WAL mode the writer's lock is in the file beside."""
    connection.execute("PRAGMA journal_mode = wal")
    connection.execute("INSERT INTO t VALUES (1)")
    borrowed = Descriptors().borrow(path.with_name("a.db-shm"))
    assert borrowed is not None
    assert is_wal_locked(borrowed) is False
    connection.execute("BEGIN IMMEDIATE")
    assert is_wal_locked(borrowed) is True
    connection.execute("ROLLBACK")


def test_file_without_locks(path: Path) -> None:
    """Where locks cannot be asked for, nothing is known."""
    with path.open("wb") as opened:
        descriptor = opened.fileno()
    assert is_main_file_locked(descriptor) is None
