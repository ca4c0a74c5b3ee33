"""The check of MariaDB lends its connection to somebody who asks in steps."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import closing

import pytest

from django_health.databases.lending import MissingTableError, Rows
from django_health.databases.mysql.check import MySQLCheck
from django_health.failure import CheckFailed
from django_health.result import Reason
from django_health.steps import Steps, completed
from live_servers import MariaDB
from mysql_checks import target_of
from walked_steps import (
    expect_a_new_begin,
    going_on_later,
    resumed,
    seen,
    unanswered,
    wait_of,
    walked,
)

LONG = 30.0
ONE = Rows(("a",), [(1,)])


@pytest.fixture
def check(mariadb: MariaDB) -> Iterator[MySQLCheck]:
    """A check that has a connection, and time."""
    with closing(MySQLCheck(target_of(mariadb), LONG)) as made:
        made.check()
        yield made


def asking(check: MySQLCheck, sql: str = "SELECT 1 AS a", timeout: float = LONG) -> Steps[Rows]:
    """A question of somebody's."""
    return check.ask_in_steps(sql, limit=10, timeout=timeout, borrower="borrower")


@pytest.mark.parametrize("sql", ["SELECT 1 AS a", "SELECT -(-1) AS a"], ids=["plain", "other"])
def test_a_statement_has_one_wait(check: MySQLCheck, sql: str) -> None:
    """For an answer that comes soon; of what has to be several it is that to the last."""
    found, awaited = walked(asking(check, sql))
    assert (found, [each.is_soon for each in awaited]) == (ONE, [True])


def test_a_missing_table_opens_no_connection(check: MySQLCheck) -> None:
    """It is told as such, and the next question is answered on the same one."""
    session = check._kept.current
    with pytest.raises(MissingTableError):
        walked(asking(check, "SELECT app, name FROM no_such"))
    assert walked(asking(check))[0] == ONE
    assert check._kept.current is session


def test_a_server_that_ends_the_connection_in_the_wait(check: MySQLCheck, mariadb: MariaDB) -> None:
    """Who asks hears nothing of it."""
    sql = "SELECT CONNECTION_ID() AS a, SLEEP(0.5) AS b"
    ((number, _),) = completed(asking(check, sql)).rows
    steps = asking(check, sql)
    wait_of(steps, 1)
    with mariadb.connect() as admin, admin.cursor() as cursor:
        cursor.execute(f"KILL {number}")
    ((other, _),) = completed(steps).rows
    assert other != number


def test_cancelled_in_the_wait(check: MySQLCheck, mariadb: MariaDB) -> None:
    """The question ends as soon as it goes on, and the check is well."""
    steps = asking(check)
    unanswered(steps, 1, mariadb)
    try:
        check.cancel()
        check.cancel_for("borrower")
        begun = time.monotonic()
        with pytest.raises(CheckFailed):
            completed(steps)
        assert time.monotonic() - begun < LONG / 2
    finally:
        mariadb.resume()
    expect_a_new_begin(check)


@pytest.mark.parametrize("says_so", [True, False])
def test_resumed_though_nothing_has_come(
    check: MySQLCheck, mariadb: MariaDB, says_so: bool
) -> None:
    """The question waits by itself then."""
    steps = asking(check)
    unanswered(steps, 1, mariadb)
    with going_on_later(mariadb):
        assert resumed(steps, time.perf_counter() if says_so else None) == ONE


def test_what_took_as_long_as_it_may_is_a_timeout(check: MySQLCheck) -> None:
    """A value may come although the statement was ended; counted until it was seen."""
    with pytest.raises(CheckFailed) as caught:
        walked(asking(check), lambda awaited: seen(awaited) + LONG)
    assert caught.value.reason is Reason.TIMEOUT
    assert walked(asking(check))[0] == ONE
