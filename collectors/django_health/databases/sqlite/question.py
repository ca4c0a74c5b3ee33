"""One statement of another's on an open SQLite connection that cannot write."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from django_health.databases.lending import Answer, MissingTableError, Rows
from django_health.databases.sqlite.errors import is_missing_table, is_write
from django_health.databases.statement import cannot_run, too_many_rows, writes
from django_health.failure import CheckFailed
from django_health.network.deadline import Deadline
from django_health.result import Reason

MAX_BYTES = 1024 * 1024
"""Bytes that the texts of an answer may have together, and each of its rows."""

_STEPS = 10_000
"""Instructions of SQLite's machine, some tenths of a millisecond, between two looks at the time."""


def answer(connection: sqlite3.Connection, sql: str, limit: int, deadline: Deadline) -> Answer:
    """Return a statement's rows, or why there are none while the connection is as good as before.

    Args:
        connection: Where to ask.
        sql: One statement.
        limit: More rows than this are a failure.
        deadline: When the answer has to be there.

    Raises:
        sqlite3.Error: The file cannot be read.
    """
    try:
        with _limited(connection, deadline):
            return _rows(connection.execute(sql), limit)
    except CheckFailed as failure:
        return failure
    except (sqlite3.Error, sqlite3.Warning) as error:
        if (failed := _failure(error)) is None:
            raise
        return failed


def _rows(cursor: sqlite3.Cursor, limit: int) -> Rows:
    rows: list[tuple[object, ...]] = []
    size = 0
    try:
        for row in cursor:
            rows.append(row)
            size += sum(len(value) for value in row if isinstance(value, str | bytes))
            if len(rows) > limit:
                raise too_many_rows(limit)
            if size > MAX_BYTES:
                raise CheckFailed(Reason.WRONG_ANSWER, "its answer is longer than any true one")
        return Rows(tuple(column[0] for column in cursor.description or ()), rows)
    finally:
        cursor.close()  # which ends the transaction


@contextmanager
def _limited(connection: sqlite3.Connection, deadline: Deadline) -> Iterator[None]:
    """Let a statement neither last nor fill the memory; the connection is used for others too."""
    connection.set_progress_handler(lambda: _is_over(deadline), _STEPS)
    longest = connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, MAX_BYTES)
    try:
        yield
    finally:
        connection.set_progress_handler(None, _STEPS)
        connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, longest)


def _is_over(deadline: Deadline) -> bool:
    try:
        deadline.left()
    except CheckFailed:
        return True
    return False


def _failure(error: Exception) -> MissingTableError | CheckFailed | None:
    """What is wrong with the statement; ``None`` where something is wrong with the file."""
    if is_missing_table(error):
        return MissingTableError()
    code = getattr(error, "sqlite_errorcode", 0)
    if is_write(error):
        return writes(f"SQLite error {code}")
    if code == sqlite3.SQLITE_INTERRUPT:
        return CheckFailed(Reason.TIMEOUT)
    if code == sqlite3.SQLITE_TOOBIG:
        return CheckFailed(Reason.WRONG_ANSWER, "its answer is longer than any true one")
    if code == sqlite3.SQLITE_ERROR:
        return cannot_run(f"SQLite error {code}")
    if not code:  # Python's own
        return cannot_run("it is more than one, wants parameters or has a text not in UTF-8")
    return None
