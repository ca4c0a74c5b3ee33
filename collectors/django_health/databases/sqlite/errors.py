"""What SQLite's error codes stand for."""

from __future__ import annotations

import sqlite3

from django_health.databases.sqlite.file import SQLiteFile
from django_health.descriptors import lack_now
from django_health.failure import SENTENCES, CheckFailed
from django_health.result import Reason

_REASONS = {
    sqlite3.SQLITE_AUTH: Reason.PERMISSION,
    sqlite3.SQLITE_BUSY: Reason.UNAVAILABLE,
    sqlite3.SQLITE_CANTOPEN: Reason.UNAVAILABLE,
    sqlite3.SQLITE_CORRUPT: Reason.WRONG_ANSWER,
    sqlite3.SQLITE_INTERRUPT: Reason.TIMEOUT,
    sqlite3.SQLITE_IOERR: Reason.UNAVAILABLE,
    sqlite3.SQLITE_LOCKED: Reason.UNAVAILABLE,
    sqlite3.SQLITE_NOMEM: Reason.UNAVAILABLE,
    sqlite3.SQLITE_NOTADB: Reason.WRONG_ANSWER,
    sqlite3.SQLITE_PERM: Reason.PERMISSION,
    sqlite3.SQLITE_PROTOCOL: Reason.UNAVAILABLE,
    sqlite3.SQLITE_READONLY: Reason.UNAVAILABLE,
}
LOCKED = "another connection keeps the database locked, so it cannot be read"
_SENTENCES = {
    sqlite3.SQLITE_BUSY: LOCKED,
    sqlite3.SQLITE_CORRUPT: "the database file is damaged",
    sqlite3.SQLITE_IOERR: "the database file cannot be read from its disk",
    sqlite3.SQLITE_LOCKED: LOCKED,
    sqlite3.SQLITE_NOTADB: "the file is no SQLite database, or it is encrypted",
    sqlite3.SQLITE_READONLY: "the write-ahead log waits for its application to recover it",
}
_NOT_OPENED = frozenset({sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_PERM})
MAY_LACK_A_DESCRIPTOR = frozenset({sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_IOERR})
"""What it says of a file that it cannot open, be it for want of a descriptor."""
_LOCKED = frozenset({sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED})


def failure_of(error: sqlite3.Error, file: SQLiteFile | None) -> CheckFailed:
    """Return what an error stands for, without a word of its text."""
    code = _code(error)
    if file is not None and code in _NOT_OPENED and (name := file.unreadable()):
        return CheckFailed(Reason.PERMISSION, f"this user may not read {name}")
    if code in MAY_LACK_A_DESCRIPTOR and (lack := lack_now()):
        return CheckFailed(Reason.INTERNAL, lack)
    reason = _REASONS.get(code, Reason.WRONG_ANSWER)
    sentence = _SENTENCES.get(code, SENTENCES[reason])
    return CheckFailed(reason, f"{sentence} (SQLite error {code})")


def is_missing_table(error: Exception) -> bool:
    """Whether a statement failed for want of its table, which SQLite says by its text alone."""
    return isinstance(error, sqlite3.OperationalError) and str(error).startswith("no such table")


def is_write(error: Exception) -> bool:
    """Whether a statement was stopped because its connection can only read.

    Not so by the extended codes, which say that a file or its log is read-only.
    """
    return getattr(error, "sqlite_errorcode", 0) == sqlite3.SQLITE_READONLY


def is_locked(error: sqlite3.Error) -> bool:
    """Whether the lock of another connection was in the way."""
    return _code(error) in _LOCKED


def cannot_open(error: sqlite3.Error) -> bool:
    """Whether a file, or one of those beside it, could not be opened."""
    return _code(error) == sqlite3.SQLITE_CANTOPEN


def is_worth_reopening(error: Exception) -> bool:
    """Whether another answer may come of a new connection: the file was replaced or rewritten."""
    return (
        isinstance(error, sqlite3.Error)
        and not is_locked(error)
        and _code(error) != sqlite3.SQLITE_INTERRUPT
    )


def _code(error: sqlite3.Error) -> int:
    """SQLite's primary code, which is the low byte of the extended one; 0 of the module's own."""
    return getattr(error, "sqlite_errorcode", 0) & 0xFF
