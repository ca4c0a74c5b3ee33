"""The driver's connection, as we use it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pymysql
import pytest

from django_health.databases.mysql.connection import open_session
from django_health.databases.mysql.driver import DriverConnection
from django_health.databases.mysql.errors import failure_of, is_gone
from django_health.databases.mysql.options import mysql_options
from django_health.databases.mysql.session import Session
from django_health.databases.mysql.tls import tls_context
from django_health.databases.mysql.wire import MAX_BYTES, Wire
from django_health.failure import CheckFailed
from django_health.result import Reason
from live_servers import MariaDB, issue_certificate
from mysql_checks import opened, target_of


@pytest.fixture
def session(mariadb: MariaDB) -> Iterator[Session]:
    """A session of the shared server."""
    with closing(opened(mariadb)) as session:
        yield session


@pytest.fixture
def connection(session: Session) -> DriverConnection:
    """The connection of that session."""
    return session._connection


def answered(connection: DriverConnection, sql: str) -> list[list[list[str | None]]]:
    """The texts that a message gives."""
    incoming = connection.send(sql)
    found = []
    while incoming.is_more:
        found.append(incoming.result().texts())
    return found


def test_several_are_taken_while_that_is_wanted(connection: DriverConnection) -> None:
    """And refused again after that."""
    for _ in range(2):
        with pytest.raises(pymysql.err.ProgrammingError, match="1064"):
            answered(connection, "SELECT 1; SELECT 2")
        connection.take_several(wanted=True)
        connection.take_several(wanted=True)
        assert answered(connection, "SELECT 1; SELECT 2") == [[["1"]], [["2"]]]
        connection.take_several(wanted=False)


def test_large_answers(connection: DriverConnection) -> None:
    """They come in many pieces."""
    assert answered(connection, "SELECT REPEAT('x', 300000)") == [[["x" * 300_000]]]


def test_too_large_answers(connection: DriverConnection) -> None:
    """They are cut off."""
    with pytest.raises(CheckFailed, match="no end") as caught:
        answered(connection, f"SELECT REPEAT('x', {MAX_BYTES})")
    assert caught.value.reason is Reason.WRONG_ANSWER


def test_the_driver_and_we_share_the_connection(connection: DriverConnection) -> None:
    """What either reads is not what the other waits for."""
    for _ in range(3):
        assert connection.query("SELECT 5") == 1
        assert answered(connection, "SELECT 6") == [[["6"]]]


def test_no_answer_in_time(tmp_path: Path) -> None:
    """That is a timeout, after which no other connection is tried."""
    with MariaDB(tmp_path) as server, closing(opened(server)) as session:
        session.wait(0.2)
        server.pause()
        try:
            with pytest.raises(pymysql.err.OperationalError) as caught:
                answered(session._connection, "SELECT 1")
        finally:
            server.resume()
    assert failure_of(caught.value).reason is Reason.TIMEOUT
    assert not is_gone(caught.value)


def test_connection_that_was_closed(mariadb: MariaDB, session: Session) -> None:
    """It is gone, and another one may be tried."""
    (number,) = session.row("SELECT CONNECTION_ID()")
    with mariadb.connect() as admin, admin.cursor() as cursor:
        cursor.execute(f"KILL {number}")
    with pytest.raises(pymysql.err.Error) as caught:
        answered(session._connection, "SELECT 1")
    assert is_gone(caught.value)


def test_tls(tmp_path: Path) -> None:
    """Answers come in pieces over TLS as well."""
    with MariaDB(tmp_path, tls=issue_certificate(tmp_path, "localhost")) as server:
        options = mysql_options(target_of(server, options={"ssl_mode": "REQUIRED"}))
        with closing(open_session(options, tls_context(options.tls), Wire(), 5.0)) as session:
            assert session.rows("SHOW SESSION STATUS LIKE 'Ssl_cipher'")[0][1]
            assert answered(session._connection, "SELECT REPEAT('x', 100000)") == [
                [["x" * 100_000]]
            ]
