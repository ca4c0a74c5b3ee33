"""Errors of Django's backends to reasons."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable

import psycopg
import pymysql
import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db import Error, InterfaceError, OperationalError
from django.db.utils import DataError, NotSupportedError, ProgrammingError

from descriptor_limit import exhausted
from django_health.databases.django.errors import failure_of, is_lost, is_missing_table
from django_health.result import Reason

CANARY = "canary-0e4f"


def wrapped(driver: Exception, kind: type[Error] = OperationalError) -> Error:
    """Django's error with a driver's error as its cause."""
    try:
        raise kind(CANARY) from driver
    except Error as error:
        return error


def of_sqlite(run: Callable[[sqlite3.Connection], object]) -> sqlite3.Error:
    """A real error of SQLite."""
    connection = sqlite3.connect(":memory:")
    with pytest.raises(sqlite3.Error) as caught:
        run(connection)
    connection.close()
    return caught.value


def read_only(connection: sqlite3.Connection) -> None:
    """Write where that is refused."""
    connection.execute("PRAGMA query_only = 1")
    connection.execute("CREATE TABLE t (x)")


@pytest.mark.parametrize(
    ("driver", "vendor", "reason"),
    [
        (psycopg.errors.InvalidPassword(CANARY), "postgresql", Reason.AUTH),
        (psycopg.errors.ReadOnlySqlTransaction(CANARY), "postgresql", Reason.READ_ONLY),
        (psycopg.errors.QueryCanceled(CANARY), "postgresql", Reason.TIMEOUT),
        (psycopg.OperationalError("Connection refused"), "postgresql", Reason.REFUSED),
        (pymysql.err.OperationalError(1045, CANARY), "mysql", Reason.AUTH),
        (pymysql.err.OperationalError(1040, CANARY), "mysql", Reason.TOO_MANY_CONNECTIONS),
        (pymysql.err.OperationalError(1205, CANARY), "mysql", Reason.TIMEOUT),
        (pymysql.err.OperationalError(2003, f"{CANARY} (111)"), "mysql", Reason.REFUSED),
        (pymysql.err.OperationalError(2002, f"{CANARY} '/run/x' (2)"), "mysql", Reason.REFUSED),
        (pymysql.err.OperationalError(2005, CANARY), "mysql", Reason.DNS),
        (pymysql.err.OperationalError(9999, CANARY), "mysql", Reason.UNAVAILABLE),
        (of_sqlite(read_only), "sqlite", Reason.READ_ONLY),
        (of_sqlite(lambda c: c.execute("SELECT * FROM t")), "sqlite", Reason.MISCONFIGURED),
        (ConnectionRefusedError(111, CANARY), "oracle", Reason.REFUSED),
        (Exception(CANARY), "oracle", Reason.UNAVAILABLE),
    ],
)
def test_the_drivers_error_tells_the_reason(driver: Exception, vendor: str, reason: Reason) -> None:
    """Without a word of its text."""
    failure = failure_of(wrapped(driver), vendor)
    assert failure.reason is reason
    assert CANARY not in repr(failure.outcome())


@pytest.mark.parametrize(
    ("kind", "reason"),
    [
        (ProgrammingError, Reason.MISCONFIGURED),
        (NotSupportedError, Reason.MISCONFIGURED),
        (ImproperlyConfigured, Reason.MISCONFIGURED),
        (DataError, Reason.WRONG_ANSWER),
        (OperationalError, Reason.UNAVAILABLE),
    ],
)
def test_the_kind_decides_where_nothing_else_is_known(
    kind: type[Exception], reason: Reason
) -> None:
    """An engine whose driver is not known here."""
    assert failure_of(kind(CANARY), "oracle").reason is reason


def test_sqlite_without_descriptors() -> None:
    """The file is not at fault; what SQLite could open is."""
    opened = of_sqlite(lambda c: c.execute("ATTACH 'file:/no/such/folder/a' AS a"))
    with exhausted(os.getpid()):
        assert failure_of(wrapped(opened), "sqlite").reason is Reason.INTERNAL
        assert failure_of(wrapped(of_sqlite(read_only)), "sqlite").reason is Reason.READ_ONLY
    assert failure_of(wrapped(opened), "sqlite").reason is Reason.UNAVAILABLE


def test_a_missing_table_is_recognized() -> None:
    """In each of the three databases, and nothing else is taken for it."""
    assert is_missing_table(wrapped(psycopg.errors.UndefinedTable()))
    assert is_missing_table(wrapped(pymysql.err.ProgrammingError(1146, "")))
    assert is_missing_table(wrapped(of_sqlite(lambda c: c.execute("SELECT * FROM t"))))
    assert not is_missing_table(wrapped(of_sqlite(lambda c: c.execute("SELECT x"))))
    assert not is_missing_table(wrapped(psycopg.errors.UndefinedColumn()))


@pytest.mark.parametrize(
    ("error", "lost"),
    [
        (wrapped(psycopg.OperationalError("the connection is closed")), True),
        (wrapped(psycopg.errors.AdminShutdown()), True),
        (wrapped(pymysql.err.OperationalError(2006, "")), True),
        (wrapped(Exception(), InterfaceError), True),
        (wrapped(psycopg.errors.QueryCanceled()), False),
        (wrapped(pymysql.err.OperationalError(1205, "")), False),
        (wrapped(of_sqlite(read_only)), False),
        (wrapped(TimeoutError()), False),
        (wrapped(psycopg.errors.UndefinedTable(), ProgrammingError), False),
    ],
)
def test_only_a_dead_connection_is_tried_anew(error: Error, lost: bool) -> None:
    """Neither a timeout nor a refusal is asked twice."""
    assert is_lost(error) is lost
