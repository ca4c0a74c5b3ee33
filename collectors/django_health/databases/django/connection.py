"""A connection of our own to a database of the project, made by Django's backend for it."""

from __future__ import annotations

import os
import socket
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from functools import cached_property, partial
from pathlib import Path
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from django.db import Error, connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.utils import CursorWrapper
from django.db.utils import load_backend

from django_health.databases.django.errors import EXPLAINED, failure_of
from django_health.databases.django.limits import (
    begin_statement,
    limited_options,
    session_statement,
)
from django_health.databases.lending import Rows
from django_health.failure import CheckFailed, chain
from django_health.result import Reason


class DjangoConnection:
    """An open connection that belongs to a check alone.

    Its settings are a copy of the project's, so that limits and the name tag stay with it. Runs on
    successive threads may use it.

    Args:
        wrapper: Django's ``DatabaseWrapper``, not connected yet.
        timeout: Seconds that a run may take.

    Attributes:
        wrapper: The same.
        vendor: Django's name of the kind of database, like ``oracle``.
    """

    def __init__(self, wrapper: BaseDatabaseWrapper, timeout: float) -> None:
        self.wrapper = wrapper
        self.vendor = wrapper.vendor
        self._timeout = timeout
        self._lock = threading.Lock()
        self._is_closed = False
        wrapper.inc_thread_sharing()
        self._cursor = wrapper.cursor()
        if statement := self._session_statement():
            self.execute(statement)

    @cached_property
    def version(self) -> str:
        """The server's version as Django tells it, or an empty text."""
        try:
            return ".".join(map(str, self.wrapper.get_database_version()))
        except NotImplementedError:  # a backend that does not ask
            return ""

    def execute(self, sql: str, parameters: Sequence[Any] | None = None) -> None:
        """Run a statement that gives no rows."""
        self._cursor.execute(sql, parameters)

    def row(self, sql: str, parameters: Sequence[Any] | None = None) -> tuple[Any, ...] | None:
        """Return the first row of a query, ``None`` without one."""
        self._cursor.execute(sql, parameters)
        rows = self._cursor.fetchall()  # all of them: SQLite ends its read with the last one
        return rows[0] if rows else None

    @contextmanager
    def transaction(self, *, writes: bool) -> Iterator[None]:
        """Do something in one transaction, where the kind of database is known to have them.

        An error leaves it open: a check's connection is closed after any error.
        """
        statement = begin_statement(self.vendor, self._timeout, writes=writes)
        if statement:
            self.execute(statement)
        yield
        if statement:
            self.execute("COMMIT")

    def rows(self, sql: str, most: int) -> Rows:
        """Return the columns of a query and as many of its rows as are wanted."""
        self._cursor.execute(sql)
        columns = tuple(str(column[0]) for column in self._cursor.description or ())
        return Rows(columns, [tuple(row) for row in self._cursor.fetchmany(most)])

    def close(self) -> None:
        """Close it; a connection that is broken already is no reason to complain."""
        with self._lock:
            self._is_closed = True
            with suppress(Error):
                self.wrapper.close()

    def shut_down(self) -> None:
        """Make a statement under way end at once; called from another thread."""
        with self._lock:
            if not self._is_closed and self.wrapper.connection is not None:
                _interrupt(self.wrapper.connection)

    def _session_statement(self) -> str:
        is_mariadb = bool(getattr(self.wrapper, "mysql_is_mariadb", False))
        return session_statement(self.vendor, self._timeout, is_mariadb=is_mariadb)


class _QuietCursor(CursorWrapper):
    """Django's cursor without what is meant for an application's queries.

    That is DEBUG's log of them, and the warning about those before all applications are loaded:
    the exporter never loads them.
    """

    def _execute(self, sql: str, params: Any, *_: object) -> Any:
        with self.db.wrap_database_errors:
            return self.cursor.execute(*((sql,) if params is None else (sql, params)))


def open_connection(alias: str, timeout: float) -> DjangoConnection:
    """Connect to the database of an alias of Django's ``DATABASES``.

    Raises:
        CheckFailed: The project has no such alias, its engine cannot be imported, its file is not
            there, or the database did not take the connection.
    """
    settings = _settings(alias)
    make_wrapper = _wrapper_class(settings["ENGINE"])
    options = limited_options(
        make_wrapper.vendor, make_wrapper.Database.__name__, settings["OPTIONS"], timeout
    )
    own = {**settings, "OPTIONS": options, "CONN_MAX_AGE": None, "CONN_HEALTH_CHECKS": False}
    wrapper = make_wrapper(own, alias)
    wrapper.make_cursor = wrapper.make_debug_cursor = partial(_QuietCursor, db=wrapper)
    if wrapper.vendor == "sqlite":
        _demand_file(own["NAME"])
    try:
        return DjangoConnection(wrapper, timeout)
    except EXPLAINED as error:
        failure = failure_of(error, wrapper.vendor)
        drop_frames(error)
    with suppress(Error):
        wrapper.close()  # it may be half open
    raise failure


def vendor_of(alias: str) -> str:
    """Return Django's name of the kind of an alias's database; empty where that is not known."""
    try:
        return str(_wrapper_class(_settings(alias)["ENGINE"]).vendor)
    except CheckFailed:
        return ""


def drop_frames(error: BaseException) -> None:
    """Let go of what the frames of an error hold, for nobody looks at them any more.

    A driver's error is in a frame that the error itself holds. In that circle the socket of a
    connection that was not made, or the file of one that was closed in the midst of a statement,
    would stay open until the garbage collector finds it.
    """
    for link in chain(error):
        link.__traceback__ = None


def _settings(alias: str) -> dict[str, Any]:
    failure = CheckFailed(
        Reason.MISCONFIGURED,
        f"it is asked through Django, whose settings have no database {alias!r}: "
        "is DJANGO_SETTINGS_MODULE set?",
    )
    try:
        return dict(connections.settings[alias])
    except (KeyError, ImproperlyConfigured):
        raise failure from None


def _wrapper_class(engine: str) -> Any:
    try:
        return load_backend(engine).DatabaseWrapper
    except (ImportError, ImproperlyConfigured):
        raise CheckFailed(
            Reason.MISCONFIGURED, "its ENGINE cannot be imported: is the driver installed?"
        ) from None


def _demand_file(name: object) -> None:
    """Refuse a file that is not there, which connecting would create."""
    text = str(name)
    if ":memory:" not in text and not text.startswith("file:") and not Path(text).exists():
        raise CheckFailed(Reason.UNAVAILABLE, "the database's file does not exist")


def _interrupt(connection: Any) -> None:
    """End what waits inside a driver's connection, in the way that the driver has."""
    if (interrupt := getattr(connection, "interrupt", None)) is not None:  # sqlite3
        interrupt()
    elif (descriptor := _descriptor(connection)) is not None:
        with suppress(OSError), socket.socket(fileno=os.dup(descriptor)) as its_socket:
            its_socket.shutdown(socket.SHUT_RDWR)
    elif (cancel := getattr(connection, "cancel", None)) is not None:  # oracledb
        cancel()


def _descriptor(connection: Any) -> int | None:
    """The descriptor of its socket: psycopg and mysqlclient give it, PyMySQL has the socket."""
    holder = connection if hasattr(connection, "fileno") else getattr(connection, "_sock", None)
    fileno: Callable[[], int] | None = getattr(holder, "fileno", None)
    return fileno() if fileno is not None else None
