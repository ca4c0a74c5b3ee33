"""What SQLite's errors stand for."""

from __future__ import annotations

import os
import sqlite3
from pathlib import Path

import pytest

from descriptor_limit import exhausted
from django_health.databases.sqlite.errors import (
    failure_of,
    is_locked,
    is_missing_table,
    is_worth_reopening,
    is_write,
)
from django_health.databases.sqlite.file import SQLiteFile
from django_health.result import Reason

CANARY = "canary-text"


def error_of(code: int) -> sqlite3.OperationalError:
    """An error with SQLite's code."""
    error = sqlite3.OperationalError(CANARY)
    error.sqlite_errorcode = code
    return error


@pytest.mark.parametrize(
    ("code", "reason"),
    [
        (sqlite3.SQLITE_BUSY_SNAPSHOT, Reason.UNAVAILABLE),
        (sqlite3.SQLITE_LOCKED_SHAREDCACHE, Reason.UNAVAILABLE),
        (sqlite3.SQLITE_CANTOPEN, Reason.UNAVAILABLE),
        (sqlite3.SQLITE_CORRUPT, Reason.WRONG_ANSWER),
        (sqlite3.SQLITE_CORRUPT_INDEX, Reason.WRONG_ANSWER),
        (sqlite3.SQLITE_INTERRUPT, Reason.TIMEOUT),
        (sqlite3.SQLITE_IOERR_READ, Reason.UNAVAILABLE),
        (sqlite3.SQLITE_NOTADB, Reason.WRONG_ANSWER),
        (sqlite3.SQLITE_READONLY_RECOVERY, Reason.UNAVAILABLE),
        (sqlite3.SQLITE_MISUSE, Reason.WRONG_ANSWER),
    ],
)
def test_reason(tmp_path: Path, code: int, reason: Reason) -> None:
    """Also an extended code has the reason of its primary one, and no text is repeated."""
    path = tmp_path / "a.db"
    path.touch()
    failed = failure_of(error_of(code), SQLiteFile(path))
    assert failed.reason is reason
    assert CANARY not in f"{failed!r} {failed.outcome()!r}"


def test_reopening() -> None:
    """A lock or an interruption is no reason to open the file anew."""
    assert is_locked(error_of(sqlite3.SQLITE_BUSY_RECOVERY))
    assert not is_worth_reopening(error_of(sqlite3.SQLITE_BUSY))
    assert not is_worth_reopening(error_of(sqlite3.SQLITE_INTERRUPT))
    assert is_worth_reopening(error_of(sqlite3.SQLITE_NOTADB))
    assert not is_worth_reopening(ValueError())


def test_without_a_file() -> None:
    """Of a database in memory there is none to look at."""
    assert failure_of(error_of(sqlite3.SQLITE_CANTOPEN), None).reason is Reason.UNAVAILABLE


def test_statements() -> None:
    """A missing table and a write are told from a log that is read-only."""
    assert is_missing_table(sqlite3.OperationalError("no such table: t"))
    assert not is_missing_table(sqlite3.OperationalError("no such column: t"))
    assert is_write(error_of(sqlite3.SQLITE_READONLY))
    assert not is_write(error_of(sqlite3.SQLITE_READONLY_RECOVERY))


@pytest.mark.parametrize(
    ("code", "reason"),
    [
        (sqlite3.SQLITE_CANTOPEN, Reason.INTERNAL),
        (sqlite3.SQLITE_IOERR_SHMOPEN, Reason.INTERNAL),
        (sqlite3.SQLITE_BUSY, Reason.UNAVAILABLE),
        (sqlite3.SQLITE_NOTADB, Reason.WRONG_ANSWER),
    ],
)
def test_reason_without_descriptors(tmp_path: Path, code: int, reason: Reason) -> None:
    """What cannot be opened for want of one is not the file's fault; all else is."""
    path = tmp_path / "a.db"
    path.touch()
    with exhausted(os.getpid()):
        assert failure_of(error_of(code), SQLiteFile(path)).reason is reason
