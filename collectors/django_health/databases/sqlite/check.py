"""The check of an SQLite file."""

from __future__ import annotations

import os
import sqlite3

from django_health.check import BaseHealthCheck
from django_health.databases import families
from django_health.databases.figures import Figures
from django_health.databases.sqlite.errors import failure_of
from django_health.databases.sqlite.file import SQLiteFile, sqlite_file
from django_health.databases.sqlite.reader import Contents, SQLiteReader
from django_health.result import Outcome, Reason, Status
from django_health.targets import SQLiteTarget

_IN_MEMORY = "a database in memory can be asked by its own process alone"
_LOCKED = "another connection keeps the file locked, so it cannot be read"
_EMPTY = "the file is empty: it holds no table"
_PATIENCE = 0.25
"""Seconds to wait for the lock of another connection. A transaction that is being written has it
for some milliseconds; a scrape that ends before the check's timeout must hear of a longer one."""


class SQLiteCheck(BaseHealthCheck):
    """Reads the schema of a database file; never writes and never creates one.

    Args:
        target: Its name is a path or a ``file:`` URI, as Django takes it.
        timeout: Seconds that a run may take; at most half of them, and never more than a quarter
            of a second, is waited for the lock of another connection.
    """

    name = "database"
    description = "an SQLite file can be read"

    def __init__(self, target: SQLiteTarget, timeout: float) -> None:
        self.target = target.alias
        self.timeout = timeout
        self._name = target.name
        self._reader: SQLiteReader | None = None
        self._identity: tuple[SQLiteFile, int, int] | None = None

    def check(self) -> Outcome:
        """Read the file, by the connection that is kept if the file is still the same."""
        file = sqlite_file(self._name)
        if file is None:
            return Outcome(Status.SKIPPED, message=_IN_MEMORY)
        status = file.status()
        try:
            reading = self._reader_of(file, status).read()
        except sqlite3.Error as error:
            raise failure_of(error, file) from None
        figures = Figures(self.target)
        _add_file(figures, file, status.st_size)
        if reading.is_busy is not None:
            figures.add(families.BUSY, reading.is_busy)
            figures.details["busy"] = reading.is_busy
        if reading.contents is None:
            return figures.outcome(Status.WARNING, Reason.UNAVAILABLE, _LOCKED)
        _add_contents(figures, reading.contents, file)
        if not status.st_size:  # cut to nothing, or Django's own before the first migration
            return figures.outcome(Status.WARNING, Reason.WRONG_ANSWER, _EMPTY)
        return figures.outcome()

    def cancel(self) -> None:
        """Interrupt the statement that runs."""
        if self._reader is not None:
            self._reader.interrupt()

    def close(self) -> None:
        """Close what is kept open of the file."""
        if self._reader is not None:
            self._reader.close()

    def _reader_of(self, file: SQLiteFile, status: os.stat_result) -> SQLiteReader:
        """The reader of the file, a new one where another file lies there now."""
        identity = file, status.st_dev, status.st_ino
        if self._reader is None or self._identity != identity:
            self.close()
            self._reader = SQLiteReader(file, min(self.timeout / 2, _PATIENCE))
            self._identity = identity
        return self._reader


def _add_file(figures: Figures, file: SQLiteFile, size: int) -> None:
    is_read_only = not file.is_writable()
    figures.add(families.INFO, 1, "sqlite", sqlite3.sqlite_version)
    figures.add(families.SIZE, size)
    figures.add(families.READ_ONLY, is_read_only)
    figures.details |= {
        "engine": "sqlite",
        "version": sqlite3.sqlite_version,
        "size_bytes": size,
        "read_only": is_read_only,
    }


def _add_contents(figures: Figures, contents: Contents, file: SQLiteFile) -> None:
    figures.add(families.ROUND_TRIP, contents.seconds)
    figures.add(families.JOURNAL_MODE, 1, contents.journal_mode)
    figures.add(families.FREE_PAGES, contents.free_bytes)
    figures.details |= {
        "journal_mode": contents.journal_mode,
        "free_pages_bytes": contents.free_bytes,
    }
    if contents.journal_mode == "wal":
        wal_size = file.wal_size()
        figures.add(families.WAL_SIZE, wal_size)
        figures.details["wal_size_bytes"] = wal_size
