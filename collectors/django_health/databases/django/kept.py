"""The kept connection of a check that goes through one of Django's database backends."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from django_health.connection import KeptConnection
from django_health.databases.django.connection import DjangoConnection, drop_frames, open_connection
from django_health.databases.django.errors import EXPLAINED, failure_of, is_lost
from django_health.failure import CheckFailed
from django_health.result import Reason

T = TypeVar("T")


class KeptDjangoConnection:
    """Keeps a connection to one alias, explains its errors and ends its waiting when told to.

    Args:
        alias: Key in Django's ``DATABASES``.
        timeout: Seconds that a run may take.
    """

    def __init__(self, alias: str, timeout: float) -> None:
        self._alias = alias
        self._timeout = timeout
        self._vendor = ""
        self._is_cancelled = False
        self._kept = KeptConnection(self._open, DjangoConnection.close, self._is_broken)

    @property
    def connections(self) -> int | None:
        """How many connections are kept open now; ``None`` where the database is a file."""
        return None if self._vendor == "sqlite" else self._kept.count

    def use(self, ask: Callable[[DjangoConnection], T]) -> T:
        """Return what ``ask`` returns, on the kept connection or a new one.

        Raises:
            CheckFailed: The database cannot be reached or does not answer well.
        """
        self._is_cancelled = False
        try:
            return self._kept.use(ask)
        except EXPLAINED as error:
            timed_out = CheckFailed(Reason.TIMEOUT) if self._is_cancelled else None
            failure = timed_out or failure_of(error, self._vendor)
            drop_frames(error)
        finally:
            self._let_go_of_files()
        raise failure

    def cancel(self) -> None:
        """Interrupt the statement under way; connecting ends by the driver's own limit."""
        self._is_cancelled = True
        if connection := self._kept.current:
            connection.shut_down()

    def close(self) -> None:
        """Close the connection, if one is open."""
        self._kept.close()

    def _let_go_of_files(self) -> None:
        """Keep no SQLite file open: it may be replaced, and its log ends with the last user."""
        if self._vendor == "sqlite":
            self._kept.close()

    def _open(self) -> DjangoConnection:
        connection = open_connection(self._alias, self._timeout)
        self._vendor = connection.vendor
        return connection

    def _is_broken(self, error: Exception) -> bool:
        return not self._is_cancelled and is_lost(error)
