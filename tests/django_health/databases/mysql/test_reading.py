"""Statements of others on a session of MariaDB."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import closing
from datetime import datetime
from decimal import Decimal

import pytest

from django_health.databases.lending import MissingTableError, Rows
from django_health.databases.mysql.connection import open_session
from django_health.databases.mysql.driver import DriverConnection
from django_health.databases.mysql.options import mysql_options
from django_health.databases.mysql.reading import answer
from django_health.databases.mysql.results import Incoming
from django_health.databases.mysql.session import Session
from django_health.databases.mysql.wire import Wire
from django_health.failure import CheckFailed
from django_health.network.deadline import Deadline
from django_health.result import Reason
from django_health.steps import completed
from live_servers import MariaDB
from mysql_checks import target_of
from walked_steps import walked

LONG = 30.0


@pytest.fixture
def session(mariadb: MariaDB) -> Iterator[Session]:
    """A session whose clients are in another time zone."""
    target = target_of(mariadb, options={"init_command": "SET time_zone = '+03:00'; SET @a = 1"})
    with closing(open_session(mysql_options(target), None, Wire(), LONG)) as opened:
        yield opened


def answered(session: Session, sql: str, seconds: float = LONG) -> object:
    """The answer, of at most ten rows."""
    return completed(answer(session, sql, 10, Deadline(seconds)))


def failure(session: Session, sql: str, seconds: float = LONG) -> CheckFailed:
    """The failure that is the answer."""
    found = answered(session, sql, seconds)
    assert isinstance(found, CheckFailed)
    return found


def test_rows(session: Session) -> None:
    """Values are as the driver makes them, in the application's time zone."""
    sql = "SELECT 1 AS a, 2.5 AS b, 1e0 AS c, 'é' AS d, NULL AS e, FROM_UNIXTIME(0) AS f"
    assert answered(session, sql) == Rows(
        ("a", "b", "c", "d", "e", "f"),
        [(1, Decimal("2.5"), 1.0, "é", None, datetime(1970, 1, 1, 3))],  # noqa: DTZ001
    )
    assert answered(session, "SELECT 1 AS a FROM DUAL WHERE FALSE") == Rows(("a",), [])


def test_the_transaction_can_only_read(session: Session) -> None:
    """Also in a session that could write, and it is over afterwards."""
    session.rows("SET SESSION TRANSACTION READ WRITE")
    session.rows("CREATE OR REPLACE TABLE written (a INT)")
    session.rows("CREATE OR REPLACE SEQUENCE counted")
    for sql in ("SELECT NEXTVAL(counted)", "SELECT a FROM written FOR UPDATE"):
        assert "error 1792" in str(failure(session, sql))
    session.rows("INSERT INTO written VALUES (1)")
    session.rows("DROP TABLE written")
    session.rows("DROP SEQUENCE counted")


@pytest.mark.parametrize(
    ("sql", "code"),
    [
        ("SELECT canary", "1054"),
        ("SELECT 1; SELECT 'canary'", "1064"),
        ("SELECT canary()", "1305"),
    ],
)
def test_a_wrong_statement_is_the_answer(session: Session, sql: str, code: str) -> None:
    """With its number, without its text, and the session goes on."""
    found = failure(session, sql)
    assert found.reason is Reason.MISCONFIGURED
    assert str(found) == f"the server cannot run the statement (error {code})"
    assert answered(session, "SELECT 1 AS a") == Rows(("a",), [(1,)])


def test_a_missing_table_is_told(session: Session) -> None:
    """As such, whatever database it should be in."""
    for sql in ("SELECT * FROM no_such", "SELECT * FROM no_such.no_such"):
        assert isinstance(answered(session, sql), MissingTableError)


def test_the_server_ends_what_takes_too_long(session: Session) -> None:
    """It does so before we give up, and the session goes on."""
    started = time.monotonic()
    found = failure(session, "SELECT SLEEP(60)", 0.5)
    assert found.reason is Reason.TIMEOUT
    assert "1969" in str(found)
    assert time.monotonic() - started < LONG / 2
    assert isinstance(answered(session, "SELECT 1"), Rows)


def test_what_was_ended_without_an_error_is_no_answer(session: Session) -> None:
    """BENCHMARK gives 0 then, as if it had done its work."""
    found = failure(session, "SELECT BENCHMARK(100000000000, MD5('a')) AS a", 0.5)
    assert found.reason is Reason.TIMEOUT
    assert answered(session, "SELECT BENCHMARK(1, MD5('a')) AS a") == Rows(("a",), [(0,)])


def test_rows_are_limited(session: Session) -> None:
    """As many as the limit are an answer, and one more is none."""
    found = answered(session, "SELECT seq FROM seq_1_to_10")
    assert isinstance(found, Rows)
    assert len(found.rows) == 10
    assert failure(session, "SELECT seq FROM seq_1_to_11").reason is Reason.WRONG_ANSWER


@pytest.mark.parametrize("sql", ["SELECT 1 AS a", "SELECT -1 AS a", "SELECT a FROM no_such"])
def test_no_transaction_is_left_open(session: Session, sql: str) -> None:
    """Neither by an answer nor by a failure, however the statement is sent."""
    answered(session, sql)
    assert session.rows("SELECT @@in_transaction") == ((0,),)


@pytest.mark.parametrize(
    ("sql", "expected"),
    [("SELECT 1 AS a", 1), ("SELECT -1 AS a", 3), ("SELECT a FROM no_such", 2)],
)
def test_plain_statements_are_one_message(
    session: Session, monkeypatch: pytest.MonkeyPatch, sql: str, expected: int
) -> None:
    """Beginning and end included; only after a failure the end is one of its own."""
    monkeypatch.setattr(Deadline, "left", lambda _: LONG)
    answered(session, "SELECT 1")
    sent: list[str] = []
    send = DriverConnection.send

    def note(self: DriverConnection, sql: str) -> Incoming:
        sent.append(sql)
        return send(self, sql)

    monkeypatch.setattr(DriverConnection, "send", note)
    answered(session, sql)
    assert len(sent) == expected


@pytest.mark.parametrize(
    ("sql", "waits"),
    [("SELECT 1 AS a", 1), ("SELECT -1 AS a", 1), ("SELECT a FROM no_such", 2)],
    ids=["plain", "several", "refused"],
)
def test_each_end_is_waited_for(session: Session, sql: str, waits: int) -> None:
    """In a step, whether it was sent with the statement or after it; and then nothing is left."""
    _, awaited = walked(answer(session, sql, 10, Deadline(LONG)))
    assert awaited == [session.soon] * waits
    assert session.rows("SELECT @@in_transaction") == ((0,),)


@pytest.mark.parametrize("sql", ["SELECT NEXTVAL(plainly)", "SELECT NEXTVAL(plainly) / 1"])
def test_plain_statements_can_only_read(session: Session, sql: str) -> None:
    """As all others, also in a session that could write."""
    session.rows("SET SESSION TRANSACTION READ WRITE")
    session.rows("CREATE OR REPLACE SEQUENCE plainly")
    assert "error 1792" in str(failure(session, sql))
    session.rows("DROP SEQUENCE plainly")
