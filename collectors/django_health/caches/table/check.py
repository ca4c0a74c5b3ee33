"""A cache in a database table: a row is set, read back and deleted, and the rows are counted."""

from __future__ import annotations

import secrets
import time
from datetime import timedelta

from django.db import Error
from django.utils import timezone

from django_health.caches.families import EXPIRED_NOW, INFO, KEYS
from django_health.caches.own_key import SECONDS_TO_LIVE, operation_figures
from django_health.caches.table.statements import TableStatements
from django_health.check import BaseHealthCheck
from django_health.databases.django.connection import DjangoConnection
from django_health.databases.django.errors import is_missing_table
from django_health.databases.django.kept import KeptDjangoConnection
from django_health.failure import CheckFailed
from django_health.result import Outcome, Reason
from django_health.targets import DatabaseCacheTarget

_MISSING_TABLE = "the cache table does not exist: run manage.py createcachetable"


class DatabaseCacheCheck(BaseHealthCheck):
    """Django's database cache.

    The check uses statements of its own: ``cache.set()`` of Django would throw out entries of the
    application when the table is full. One transaction sets, reads and deletes the row, so that a
    run which is cut short leaves nothing behind.

    Args:
        target: The table; the project's settings must be configured.
        timeout: Seconds that a run may take.
    """

    name = "cache"
    description = "INSERT, SELECT and DELETE of a row in the cache table, and its rows counted"

    def __init__(self, target: DatabaseCacheTarget, timeout: float) -> None:
        self.target = target.alias
        self.timeout = timeout
        self._table = target.table
        self._key = target.key
        self._statements: TableStatements | None = None
        self._kept = KeptDjangoConnection(target.database, timeout)

    def check(self) -> Outcome:
        """Ask, on the kept connection or a new one.

        Raises:
            CheckFailed: The database cannot be reached, or the table does not do a cache's work.
        """
        return self._kept.use(self._ask)

    @property
    def connections(self) -> int | None:
        """How many connections to the database's server are kept open now."""
        return self._kept.connections

    def cancel(self) -> None:
        """Interrupt the statement under way."""
        self._kept.cancel()

    def close(self) -> None:
        """Close the kept connection."""
        self._kept.close()

    def _ask(self, connection: DjangoConnection) -> Outcome:
        if self._statements is None:
            quote = connection.wrapper.ops.quote_name
            self._statements = TableStatements(self._table, quote)
        try:
            seconds, counts = self._operations(connection, self._statements)
        except Error as error:
            if is_missing_table(error):
                raise CheckFailed(Reason.MISCONFIGURED, _MISSING_TABLE) from None
            raise
        rows, expired = counts
        return Outcome(
            details={
                "backend": "database",
                "engine": connection.vendor,
                "keys": rows,
                "expired_rows": expired,
                "operation_seconds": seconds,
            },
            measurements=(
                INFO(1, self.target, "", "database", connection.version),
                KEYS(rows, self.target, ""),
                EXPIRED_NOW(expired, self.target, ""),
                *operation_figures(seconds, self.target, ""),
            ),
        )

    def _operations(
        self, connection: DjangoConnection, statements: TableStatements
    ) -> tuple[dict[str, float], tuple[int, int]]:
        """Seconds by operation, the end of the transaction being the deletion's, and the rows.

        They are counted in the same transaction where that keeps nobody from writing.
        """
        value = secrets.token_hex(8)
        expires = _adapted(connection, timedelta(seconds=SECONDS_TO_LIVE))
        counts = None
        with connection.transaction(writes=True):
            connection.execute(statements.delete, [self._key])
            begun = time.perf_counter()
            connection.execute(statements.insert, [self._key, value, expires])
            was_set = time.perf_counter()
            row = connection.row(statements.select, [self._key])
            was_got = time.perf_counter()
            _compare(row, value)
            connection.execute(statements.delete, [self._key])
            delete = time.perf_counter() - was_got
            if connection.vendor == "postgresql":
                counts = _counted(connection, statements)
            counted = time.perf_counter()
        delete += time.perf_counter() - counted
        if counts is None:
            with connection.transaction(writes=False):
                counts = _counted(connection, statements)
        return {"set": was_set - begun, "get": was_got - was_set, "delete": delete}, counts


def _counted(connection: DjangoConnection, statements: TableStatements) -> tuple[int, int]:
    """All rows and the expired ones, as Django itself counts them at each ``set()``."""
    rows, expired = connection.row(statements.count, [_adapted(connection, timedelta())]) or (0, 0)
    return int(rows), int(expired)


def _adapted(connection: DjangoConnection, later: timedelta) -> object:
    """A time from now on in the form that the driver takes."""
    moment = timezone.now().replace(microsecond=0) + later
    return connection.wrapper.ops.adapt_datetimefield_value(moment)


def _compare(row: tuple[object, ...] | None, value: str) -> None:
    if row is None:
        raise CheckFailed(Reason.WRONG_ANSWER, "the row just inserted was gone")
    if row[0] != value:
        raise CheckFailed(Reason.WRONG_ANSWER, "another value came back")
