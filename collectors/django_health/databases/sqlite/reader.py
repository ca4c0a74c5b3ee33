"""Reads one SQLite file, and leaves it and the files beside it as they are."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from typing import TypeVar

from django_health.connection import KeptConnection
from django_health.databases.sqlite.errors import cannot_open, is_locked, is_worth_reopening
from django_health.databases.sqlite.file import SQLiteFile, is_in_wal_mode
from django_health.databases.sqlite.locks import Descriptors, is_main_file_locked, is_wal_locked

T = TypeVar("T")

_ATTEMPTS = 3
"""Times that a file in WAL mode is looked at again, when its users left in the same moment."""


@dataclass(frozen=True, slots=True)
class Contents:
    """What is written in the file.

    Attributes:
        seconds: How long it took to read the schema.
        journal_mode: Like ``delete`` or ``wal``.
        free_bytes: Size of the pages that hold nothing.
        statements: How many statements told all this.
    """

    seconds: float
    journal_mode: str
    free_bytes: int
    statements: int


@dataclass(frozen=True, slots=True)
class Reading:
    """What one look at the file gave.

    Attributes:
        contents: ``None`` where another connection kept the file locked all the time.
        is_busy: Whether another connection held the write lock; ``None`` where not known.
    """

    contents: Contents | None
    is_busy: bool | None


class SQLiteReader:
    """Keeps a connection to a file in all journal modes but WAL.

    In WAL mode an open connection, even of a reader, would keep the application's last one from
    writing the log back into the file when it closes.

    Args:
        file: Where it lies.
        patience: Seconds to wait for the lock of another connection.
    """

    def __init__(self, file: SQLiteFile, patience: float) -> None:
        self._file = file
        self._patience = patience
        self._descriptors = Descriptors()
        self._kept = KeptConnection(self._connect, sqlite3.Connection.close, is_worth_reopening)
        self._is_in_wal_mode = False

    def read(self) -> Reading:
        """Read the file.

        Raises:
            sqlite3.Error: It cannot be opened or read.
        """
        return self._use(self._look)

    def ask(self, ask: Callable[[sqlite3.Connection], T]) -> T:
        """Return what ``ask`` returns, on a connection that cannot write.

        Raises:
            sqlite3.Error: The file cannot be opened or read.
        """

        def asked(connection: sqlite3.Connection) -> T:
            with self._readable(connection, self._is_locked()) as readable:
                return ask(readable)

        return self._use(asked)

    def interrupt(self) -> None:
        """End the statement that runs, from another thread; a wait for a lock ends by itself."""
        connection = self._kept.current
        if connection is not None:
            with suppress(sqlite3.ProgrammingError):  # it was closed meanwhile
                connection.interrupt()

    def close(self) -> None:
        """Close the kept connection."""
        self._kept.close()

    def _connect(self) -> sqlite3.Connection:
        return _opened(self._file.uri(immutable=False), self._patience)

    def _use(self, ask: Callable[[sqlite3.Connection], T]) -> T:
        for _ in range(_ATTEMPTS):
            try:
                return self._used(ask)
            except sqlite3.Error as error:
                # In WAL mode its last user may have left, and taken the files along, after it was
                # looked for users: then another look finds a file that can be read without them.
                if not (self._is_in_wal_mode and cannot_open(error)):
                    raise
        return self._used(ask)

    def _used(self, ask: Callable[[sqlite3.Connection], T]) -> T:
        try:
            return self._kept.use(ask)
        finally:
            if self._is_in_wal_mode:
                self._kept.close()

    def _is_locked(self) -> bool | None:
        """Whether a connection holds the main file's write lock; its mode is looked at as well."""
        main = self._descriptors.borrow(self._file.path)
        self._is_in_wal_mode = main is not None and is_in_wal_mode(main)
        return None if main is None else is_main_file_locked(main)

    def _look(self, connection: sqlite3.Connection) -> Reading:
        is_busy = self._is_locked()
        try:
            with self._readable(connection, is_busy) as readable:
                contents = _contents(readable, "wal" if self._is_in_wal_mode else "")
        except sqlite3.OperationalError as error:
            if is_locked(error):
                return Reading(None, is_busy=True)
            raise
        return Reading(contents, is_busy or self._is_wal_busy(is_busy))

    @contextmanager
    def _readable(
        self, connection: sqlite3.Connection, is_locked: bool | None
    ) -> Iterator[sqlite3.Connection]:
        """A connection to read by; in WAL mode, its users' files are used and never made.

        Even a reader makes them where they are missing, as its own: then the application, if it is
        another user, is locked out of its database. But without them nobody has it open, so it can
        be read as a file that does not change.
        """
        if not self._is_in_wal_mode or is_locked or self._file.has_wal_users():
            yield connection
            return
        with closing(_opened(self._file.uri(immutable=True), self._patience)) as unlocked:
            yield unlocked

    def _is_wal_busy(self, is_busy: bool | None) -> bool | None:
        shm = self._descriptors.borrow(self._file.shm) if self._is_in_wal_mode else None
        return is_busy if shm is None else is_wal_locked(shm)


def _opened(uri: str, patience: float) -> sqlite3.Connection:
    connection = sqlite3.connect(
        uri, uri=True, timeout=patience, isolation_level=None, check_same_thread=False
    )
    connection.execute("PRAGMA query_only = ON")
    return connection


def _contents(connection: sqlite3.Connection, journal_mode: str = "") -> Contents:
    started = time.perf_counter()
    connection.execute("SELECT COUNT(*) FROM sqlite_master").fetchone()
    seconds = time.perf_counter() - started
    free_pages = int(_value(connection, "PRAGMA freelist_count"))
    page_size = int(_value(connection, "PRAGMA page_size"))
    mode = journal_mode or str(_value(connection, "PRAGMA journal_mode"))
    return Contents(seconds, mode, free_pages * page_size, 3 if journal_mode else 4)


def _value(connection: sqlite3.Connection, sql: str) -> str | int:
    value: str | int = connection.execute(sql).fetchone()[0]
    return value
