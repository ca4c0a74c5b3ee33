"""The check of an SQLite file."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TypeVar

from django_health.databases import families
from django_health.databases.figures import Figures
from django_health.databases.lending import Answer, Unaskable
from django_health.databases.lending_check import LendingCheck
from django_health.databases.sqlite.errors import LOCKED, failure_of, is_locked
from django_health.databases.sqlite.file import SQLiteFile, sqlite_file
from django_health.databases.sqlite.memory import (
    PRIVATE,
    SharedMemory,
    add_contents,
    is_shared,
)
from django_health.databases.sqlite.question import answer
from django_health.databases.sqlite.reader import Contents, SQLiteReader
from django_health.network.deadline import Deadline
from django_health.result import Outcome, Reason, Status
from django_health.targets import SQLiteTarget

T = TypeVar("T")

_EMPTY = "the file is empty: it holds no table"
_PATIENCE = 0.25
"""Seconds to wait for the lock of another connection. A transaction that is being written has it
for some milliseconds; a scrape that ends before the check's timeout must hear of a longer one."""


class SQLiteCheck(LendingCheck):
    """Reads the schema of a database file; never writes and never creates one.

    A database in memory is read where connections of this process share it, and skipped else.

    Args:
        target: Its name is a path or a ``file:`` URI, as Django takes it.
        timeout: Seconds that a run may take; at most half of them, and never more than a quarter
            of a second, is waited for the lock of another connection.
    """

    vendor = "sqlite"
    description = "an SQLite file can be read"

    def __init__(self, target: SQLiteTarget, timeout: float) -> None:
        super().__init__(target.alias, timeout)
        self._place = target
        self._reader: SQLiteReader | None = None
        self._identity: tuple[SQLiteFile, int, int] | None = None
        self._patience = min(timeout / 2, _PATIENCE)
        self._memory = SharedMemory(target.name, self._patience) if is_shared(target.name) else None

    def _look(self) -> Outcome:
        """Read the file, by the connection that is kept if the file is still the same."""
        file = sqlite_file(self._place.name)
        with _explained(file):
            return self._memory_looked_at() if file is None else self._looked_at(file)

    def _answer(self, sql: str, limit: int, deadline: Deadline) -> Answer:
        file = sqlite_file(self._place.name)
        with _explained(file):
            return self._use(lambda found: answer(found, sql, limit, deadline), file)

    def _end(self) -> None:
        """Interrupt the statement that runs."""
        self._deadline.cancel()
        for asked in (self._reader, self._memory):
            if asked is not None:
                asked.interrupt()

    def _close(self) -> None:
        if self._reader is not None:
            self._reader.close()

    def _use(self, ask: Callable[[sqlite3.Connection], T], file: SQLiteFile | None) -> T:
        if file is not None:
            return self._reader_of(file, file.status()).ask(ask)
        if self._memory is None:
            raise Unaskable(PRIVATE)
        return self._memory.use(ask)

    def _memory_looked_at(self) -> Outcome:
        figures = Figures(self.target)
        _add_engine(figures)
        try:
            self._use(lambda connection: add_contents(figures, connection), None)
        except Unaskable as unaskable:
            return unaskable.outcome()
        except sqlite3.OperationalError as error:
            if is_locked(error):  # by a transaction that changes the schema
                return figures.outcome(Status.WARNING, Reason.UNAVAILABLE, LOCKED)
            raise
        return figures.outcome()

    def _looked_at(self, file: SQLiteFile) -> Outcome:
        status = file.status()
        reading = self._reader_of(file, status).read()
        figures = Figures(self.target)
        _add_file(figures, file, status.st_size)
        if reading.is_busy is not None:
            figures.add(families.BUSY, reading.is_busy)
            figures.details["busy"] = reading.is_busy
        if reading.contents is None:
            return figures.outcome(Status.WARNING, Reason.UNAVAILABLE, LOCKED)
        _add_contents(figures, reading.contents, file)
        if not status.st_size:  # cut to nothing, or Django's own before the first migration
            return figures.outcome(Status.WARNING, Reason.WRONG_ANSWER, _EMPTY)
        return figures.outcome()

    def _reader_of(self, file: SQLiteFile, status: os.stat_result) -> SQLiteReader:
        """The reader of the file, a new one where another file lies there now."""
        identity = file, status.st_dev, status.st_ino
        if self._reader is None or self._identity != identity:
            self._close()
            self._reader = SQLiteReader(file, self._patience)
            self._identity = identity
        return self._reader


@contextmanager
def _explained(file: SQLiteFile | None) -> Iterator[None]:
    try:
        yield
    except sqlite3.Error as error:
        raise failure_of(error, file) from None


def _add_engine(figures: Figures) -> None:
    figures.add(families.INFO, 1, "sqlite", sqlite3.sqlite_version)
    figures.details |= {"engine": "sqlite", "version": sqlite3.sqlite_version}


def _add_file(figures: Figures, file: SQLiteFile, size: int) -> None:
    is_read_only = not file.is_writable()
    _add_engine(figures)
    figures.add(families.SIZE, size)
    figures.add(families.READ_ONLY, is_read_only)
    figures.details |= {"size_bytes": size, "read_only": is_read_only, "queries_executed": 1}


def _add_contents(figures: Figures, contents: Contents, file: SQLiteFile) -> None:
    figures.add(families.ROUND_TRIP, contents.seconds)
    figures.add(families.JOURNAL_MODE, 1, contents.journal_mode)
    figures.add(families.FREE_PAGES, contents.free_bytes)
    figures.details |= {
        "journal_mode": contents.journal_mode,
        "free_pages_bytes": contents.free_bytes,
        "queries_executed": contents.statements,
    }
    if contents.journal_mode == "wal":
        wal_size = file.wal_size()
        figures.add(families.WAL_SIZE, wal_size)
        figures.details["wal_size_bytes"] = wal_size
