"""Statements of others through Django's backends."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from django_health.databases.django.connection import DjangoConnection, open_connection
from django_health.databases.django.reading import answer
from django_health.databases.lending import MissingTableError, Rows
from django_health.failure import CheckFailed
from django_health.network.deadline import Deadline
from django_health.result import Reason
from django_projects import database, postgresql_settings
from live_servers import PostgreSQL

LONG = 30.0


@pytest.fixture
def postgres(django_project: Path, postgresql: PostgreSQL) -> Iterator[DjangoConnection]:
    """A connection to PostgreSQL."""
    assert django_project.is_dir()
    with (
        database("pg", **postgresql_settings(postgresql)),
        closing(open_connection("pg", LONG)) as opened,
    ):
        yield opened


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A file with a table of one row."""
    path = tmp_path / "db.sqlite3"
    with closing(sqlite3.connect(path)) as writer:
        writer.execute("CREATE TABLE t AS SELECT 1 AS a")
        writer.commit()
    return path


@pytest.fixture(params=["sqlite", "unknown"])
def connection(
    django_project: Path, file: Path, request: pytest.FixtureRequest
) -> Iterator[DjangoConnection]:
    """A connection to a file, taken for SQLite's and for one of an unknown kind."""
    assert django_project.is_dir()
    with (
        database("file", ENGINE="django.db.backends.sqlite3", NAME=file),
        closing(open_connection("file", LONG)) as opened,
    ):
        opened.vendor = str(request.param)
        yield opened


def answered(connection: DjangoConnection, sql: str, seconds: float = LONG) -> object:
    """The answer, of at most three rows."""
    return answer(connection, sql, 3, Deadline(seconds))


def test_rows(connection: DjangoConnection) -> None:
    """What the statement gives, and no more than the limit of it."""
    assert answered(connection, "SELECT a, 'é' AS b FROM t") == Rows(("a", "b"), [(1, "é")])
    assert answered(connection, "SELECT '%s' AS a") == Rows(("a",), [("%s",)])
    found = answered(connection, "VALUES (1), (2), (3), (4)")
    assert isinstance(found, CheckFailed)
    assert found.reason is Reason.WRONG_ANSWER
    assert isinstance(answered(connection, "VALUES (1), (2), (3)"), Rows)


def test_a_missing_table_is_told(connection: DjangoConnection) -> None:
    """And the connection goes on."""
    for _ in range(3):
        assert isinstance(answered(connection, "SELECT * FROM no_such"), MissingTableError)
    assert isinstance(answered(connection, "SELECT a FROM t"), Rows)


def test_nothing_is_written(connection: DjangoConnection, file: Path) -> None:
    """A write is refused, or it is undone where nobody knows how to have it refused."""
    found = answered(connection, "WITH x AS (SELECT 2) INSERT INTO t SELECT * FROM x")
    assert isinstance(found, Rows if connection.vendor == "unknown" else CheckFailed)
    connection.close()
    with closing(sqlite3.connect(file)) as reader:
        assert reader.execute("SELECT a FROM t").fetchall() == [(1,)]


def test_a_write_is_named(postgres: DjangoConnection) -> None:
    """The server says so, and the session goes on."""
    found = answered(postgres, "SELECT 1 AS a INTO canary")
    assert isinstance(found, CheckFailed)
    assert (found.reason, "writes" in str(found)) == (Reason.MISCONFIGURED, True)
    assert answered(postgres, "SELECT 1 AS a") == Rows(("a",), [(1,)])


def test_the_server_ends_what_takes_too_long(postgres: DjangoConnection) -> None:
    """And the limit is gone with the transaction."""
    found = answered(postgres, "SELECT pg_sleep(60)", 0.5)
    assert isinstance(found, CheckFailed)
    assert found.reason is Reason.TIMEOUT
    assert postgres.row("SHOW statement_timeout") == ("0",)


def test_a_lost_connection_is_an_error(postgres: DjangoConnection, postgresql: PostgreSQL) -> None:
    """It is for who keeps it to open another."""
    from django.db import OperationalError

    row = postgres.row("SELECT pg_backend_pid()")
    assert row is not None
    with postgresql.connect() as admin:
        admin.execute("SELECT pg_terminate_backend(%s, 5000)", [row[0]])
    with pytest.raises(OperationalError):
        answered(postgres, "SELECT 1")
