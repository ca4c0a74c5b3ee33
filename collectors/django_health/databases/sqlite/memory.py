"""A database in memory that connections of this very process share, like that of Django's tests."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from typing import TypeVar
from urllib.parse import parse_qsl, unquote, urlsplit

from django_health.databases import families
from django_health.databases.figures import Figures
from django_health.databases.lending import Unaskable

T = TypeVar("T")

PRIVATE = "a database in memory can be asked by its own connection alone"
_EMPTY = (
    "there is no such database in the memory of this process, or it is empty: "
    "it can be asked by its own process alone"
)


def is_shared(name: str) -> bool:
    """Whether Django's NAME is a database in memory that this process' connections share."""
    try:
        uri = urlsplit(name)
    except ValueError:  # of what is between brackets, be it in a path
        return False
    options = dict(parse_qsl(uri.query))
    is_in_memory = options.get("mode") == "memory" or unquote(uri.path) == ":memory:"
    return uri.scheme == "file" and is_in_memory and options.get("cache") == "shared"


class SharedMemory:
    """Asks such a database, and keeps no connection: that would keep it alive after its tests.

    Args:
        uri: Its name.
        patience: Seconds to wait for the lock of another connection.
    """

    def __init__(self, uri: str, patience: float) -> None:
        self._uri = uri
        self._patience = patience
        self._current: sqlite3.Connection | None = None

    def use(self, ask: Callable[[sqlite3.Connection], T]) -> T:
        """Return what ``ask`` returns, on a connection that cannot write.

        Raises:
            Unaskable: Nothing is there.
            sqlite3.Error: It cannot be read.
        """
        with self._opened() as connection:
            if not _count(connection):
                raise Unaskable(_EMPTY)
            return ask(connection)

    def interrupt(self) -> None:
        """End the statement that runs, from another thread."""
        connection = self._current
        if connection is not None:
            with suppress(sqlite3.ProgrammingError):  # it was closed meanwhile
                connection.interrupt()

    @contextmanager
    def _opened(self) -> Iterator[sqlite3.Connection]:
        connection = sqlite3.connect(
            self._uri,
            uri=True,
            timeout=self._patience,
            isolation_level=None,
            check_same_thread=False,
        )
        with closing(connection):
            # Else what a test of Django's has written and will not commit would be in the way.
            connection.execute("PRAGMA read_uncommitted = ON")
            connection.execute("PRAGMA query_only = ON")
            self._current = connection
            try:
                yield connection
            finally:
                self._current = None


def add_contents(figures: Figures, connection: sqlite3.Connection) -> None:
    """Add what there is to tell of a database in memory."""
    started = time.perf_counter()
    _count(connection)
    figures.add(families.ROUND_TRIP, time.perf_counter() - started)
    figures.details["journal_mode"] = "memory"
    figures.details["queries_executed"] = 2  # SharedMemory.use() has counted too


def _count(connection: sqlite3.Connection) -> int:
    """How many tables, indexes and views there are."""
    count: int = connection.execute("SELECT COUNT(*) FROM sqlite_master").fetchone()[0]
    return count
