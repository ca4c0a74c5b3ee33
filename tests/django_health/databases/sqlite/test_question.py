"""Statements of others on a connection of SQLite."""

from __future__ import annotations

import sqlite3
import threading
import time
from collections.abc import Iterator
from contextlib import closing

import pytest

from django_health.databases.lending import MissingTableError, Rows
from django_health.databases.sqlite.question import MAX_BYTES, answer
from django_health.failure import CheckFailed
from django_health.network.deadline import Deadline
from django_health.result import Reason

ENDLESS = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i FROM n) SELECT max(i) FROM n"
LONG = 30.0


@pytest.fixture
def connection() -> Iterator[sqlite3.Connection]:
    """A connection that cannot write, to a table of one row."""
    opened = sqlite3.connect(":memory:", isolation_level=None, check_same_thread=False)
    with closing(opened):
        opened.execute("CREATE TABLE t AS SELECT 1 AS a")
        opened.execute("PRAGMA query_only = ON")
        yield opened


def answered(connection: sqlite3.Connection, sql: str, seconds: float = LONG) -> object:
    """The answer, of at most ten rows."""
    return answer(connection, sql, 10, Deadline(seconds))


def test_rows(connection: sqlite3.Connection) -> None:
    """Values are as SQLite has them."""
    sql = "SELECT a, 2.5 AS b, 'é' AS c, NULL AS d, x'ff' AS e FROM t"
    assert answered(connection, sql) == Rows(
        ("a", "b", "c", "d", "e"), [(1, 2.5, "é", None, b"\xff")]
    )


def test_a_missing_table_is_told(connection: sqlite3.Connection) -> None:
    """As such."""
    assert isinstance(answered(connection, "SELECT * FROM no_such"), MissingTableError)


@pytest.mark.parametrize(
    ("sql", "reason"),
    [
        ("SELECT canary FROM t", Reason.MISCONFIGURED),
        ("SELECT 'canary", Reason.MISCONFIGURED),
        ("SELECT 1; SELECT 'canary'", Reason.MISCONFIGURED),
        ("SELECT 'canary', ?", Reason.MISCONFIGURED),
        ("SELECT CAST(x'e9' AS TEXT), 'canary'", Reason.MISCONFIGURED),
        ("INSERT INTO t VALUES ('canary')", Reason.MISCONFIGURED),
        ("SELECT value FROM t, json_each('[1,2,3,4,5,6,7,8,9,0,1]')", Reason.WRONG_ANSWER),
        (f"SELECT zeroblob({MAX_BYTES + 1})", Reason.WRONG_ANSWER),
        (f"VALUES (zeroblob({MAX_BYTES - 100})), (zeroblob(101))", Reason.WRONG_ANSWER),
    ],
)
def test_failures(connection: sqlite3.Connection, sql: str, reason: Reason) -> None:
    """What is wrong with a statement or its answer is told without a word of it."""
    found = answered(connection, sql)
    assert isinstance(found, CheckFailed)
    assert found.reason is reason
    assert "canary" not in str(found)
    assert answered(connection, "SELECT a FROM t") == Rows(("a",), [(1,)])


def test_time_is_limited(connection: sqlite3.Connection) -> None:
    """A statement without end has one, and those after it have time of their own."""
    started = time.monotonic()
    found = answered(connection, ENDLESS, 0.2)
    assert isinstance(found, CheckFailed)
    assert found.reason is Reason.TIMEOUT
    assert 0.2 <= time.monotonic() - started < LONG / 2
    assert isinstance(answered(connection, "SELECT 1"), Rows)


def test_cancelling_ends_it(connection: sqlite3.Connection) -> None:
    """From another thread."""
    deadline = Deadline(LONG)
    timer = threading.Timer(0.1, deadline.cancel)
    started = time.monotonic()
    timer.start()
    found = answer(connection, ENDLESS, 10, deadline)
    timer.join()
    assert isinstance(found, CheckFailed)
    assert time.monotonic() - started < LONG / 2


def test_nothing_of_a_question_stays(connection: sqlite3.Connection) -> None:
    """Its limits are not those of the connection's other users."""
    answered(connection, "SELECT 1", 0.001)
    time.sleep(0.01)
    length = connection.execute(f"SELECT length(zeroblob({MAX_BYTES + 1}))").fetchone()
    assert length == (MAX_BYTES + 1,)
    counted = connection.execute(
        "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT 100000)"
        " SELECT count(*) FROM n"
    )
    assert counted.fetchone() == (100000,)
