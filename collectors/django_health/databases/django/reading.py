"""One statement of another's, in a transaction of Django's backend that is rolled back."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import Error

from django_health.databases.django.connection import DjangoConnection
from django_health.databases.django.errors import failure_of, is_lost, is_missing_table
from django_health.databases.django.limits import begin_reading
from django_health.databases.lending import Answer, MissingTableError
from django_health.databases.statement import SHARE, within, writes
from django_health.failure import reason_of
from django_health.network.deadline import Deadline
from django_health.result import Reason


def answer(connection: DjangoConnection, sql: str, limit: int, deadline: Deadline) -> Answer:
    """Return a statement's rows, or why there are none while the connection is as good as before.

    Args:
        connection: Where to ask.
        sql: One statement.
        limit: More rows than this are a failure.
        deadline: When the answer has to be there, as far as the driver can be told.

    Raises:
        Error: The connection cannot be used any more.
        CheckFailed: There is no time left.
    """
    with _reading(connection, deadline.left() * SHARE):
        return _answered(connection, sql, limit)


def _answered(connection: DjangoConnection, sql: str, limit: int) -> Answer:
    try:
        found = connection.rows(sql, limit + 1)
    except Error as error:
        if is_lost(error) or reason_of(error) is Reason.TIMEOUT:
            raise
        if is_missing_table(error):
            return MissingTableError()
        failure = failure_of(error, connection.vendor)
        return writes(connection.vendor) if failure.reason is Reason.READ_ONLY else failure
    return within(limit, found)


@contextmanager
def _reading(connection: DjangoConnection, seconds: float) -> Iterator[None]:
    """Have a transaction that is rolled back; an error leaves it to the closing connection."""
    begin = begin_reading(connection.vendor, seconds)
    if not begin:
        connection.wrapper.set_autocommit(
            False, force_begin_transaction_with_broken_autocommit=True
        )
    if connection.vendor == "oracle":
        connection.execute("SET TRANSACTION READ ONLY")
    for statement in begin:
        connection.execute(statement)
    yield
    if begin:
        connection.execute("ROLLBACK")
    else:
        connection.wrapper.rollback()
        connection.wrapper.set_autocommit(True)
