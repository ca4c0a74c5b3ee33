"""The check of MariaDB lends its connection."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import closing

import pytest

import mysql_floods
from django_health.databases.lending import Lender, MissingTableError, Rows
from django_health.databases.mysql.check import MySQLCheck
from django_health.databases.mysql.wire import MAX_BYTES
from django_health.failure import CheckFailed
from django_health.result import Reason, Status
from django_health.targets import Secret
from flood_listener import SYSTEM_BUFFERS, FloodListener
from live_servers import MariaDB, SilentListener
from mysql_checks import CANARY, target_of, wait_until

LONG = 30.0


@pytest.fixture
def check(mariadb: MariaDB) -> Iterator[MySQLCheck]:
    """The check of the shared server."""
    with closing(MySQLCheck(target_of(mariadb), LONG)) as made:
        yield made


def asked(check: MySQLCheck, sql: str, timeout: float = LONG) -> Rows:
    """What the check's server answers a borrower."""
    lender: Lender = check
    return lender.ask(sql, limit=10, timeout=timeout, borrower="borrower")


def opened(server: MariaDB) -> int:
    """How many connections the server has ever taken."""
    with server.connect() as admin, admin.cursor() as cursor:
        cursor.execute("SHOW GLOBAL STATUS LIKE 'Connections'")
        return int(cursor.fetchall()[0][1])


def sleepers(server: MariaDB) -> int:
    """How many statements of ours sleep."""
    with server.connect() as admin, admin.cursor() as cursor:
        cursor.execute(
            "SELECT COUNT(*) FROM information_schema.processlist WHERE state = 'User sleep'"
        )
        return int(cursor.fetchall()[0][0])


class Asking:
    """Asks on a thread of its own, and is asleep on the server when it has begun."""

    def __init__(self, check: MySQLCheck, server: MariaDB, sql: str) -> None:
        self.failures: list[CheckFailed] = []
        self.thread = threading.Thread(target=self._ask, args=(check, sql))
        self.thread.start()
        wait_until(lambda: sleepers(server) == 1)

    def _ask(self, check: MySQLCheck, sql: str) -> None:
        try:
            asked(check, sql)
        except CheckFailed as failure:
            self.failures.append(failure)


def test_a_question_is_answered(check: MySQLCheck) -> None:
    """Before the check's own run and after, over one connection."""
    sql = "SELECT CONNECTION_ID() AS id"
    first = asked(check, sql)
    assert check.check().status is Status.OK
    assert asked(check, sql) == first
    assert first.columns == ("id",)
    assert check.vendor == "mysql"


def test_missing_tables_open_no_connection(check: MySQLCheck, mariadb: MariaDB) -> None:
    """A hundred questions after a table that is not there, and other mistakes, use the one."""
    check.check()
    before = opened(mariadb)
    for _ in range(100):
        with pytest.raises(MissingTableError):
            asked(check, "SELECT app, name FROM django_migrations")
    with pytest.raises(CheckFailed):
        asked(check, "SELECT nonsense")
    assert check.check().status is Status.OK
    assert opened(mariadb) == before + 1  # of the counting itself


def test_limits_are_those_of_who_asks(check: MySQLCheck) -> None:
    """The check's own come back with its next run."""
    sql = "SELECT @@max_statement_time < 10 AS own"
    assert asked(check, sql, timeout=5.0).rows == [(1,)]
    assert asked(check, sql).rows == [(0,)]
    check.check()
    session = check._kept.current
    assert session is not None
    assert session.rows("SELECT @@max_statement_time") == ((15.0,),)


def test_a_user_without_the_right_is_told(mariadb: MariaDB) -> None:
    """Permission is lacking, and the connection stays."""
    with mariadb.connect() as admin, admin.cursor() as cursor:
        cursor.execute(f"CREATE OR REPLACE USER lender@'127.0.0.1' IDENTIFIED BY '{CANARY}'")
    target = target_of(mariadb, user="lender", password=Secret(CANARY), name="")
    with closing(MySQLCheck(target, LONG)) as check:
        for _ in range(2):
            with pytest.raises(CheckFailed) as caught:
                asked(check, "SELECT user FROM mysql.user")
            assert caught.value.reason is Reason.PERMISSION
        assert check._kept.current is not None


def test_a_busy_connection_is_waited_for(mariadb: MariaDB) -> None:
    """Only so long as who asks has time: a borrower, and the check itself."""
    with closing(MySQLCheck(target_of(mariadb), 0.5)) as check:
        asking = Asking(check, mariadb, "SELECT SLEEP(60)")
        with pytest.raises(CheckFailed, match="busy") as caught:
            asked(check, "SELECT 1", timeout=0.2)
        assert caught.value.reason is Reason.TIMEOUT
        with pytest.raises(CheckFailed, match="busy"):
            check.check()
        check.cancel_for("borrower")
        asking.thread.join(LONG)
        assert [failure.reason for failure in asking.failures] == [Reason.UNAVAILABLE]
        assert check.check().status is Status.OK


def test_cancelling_is_for_ones_own(check: MySQLCheck, mariadb: MariaDB) -> None:
    """What a borrower asks outlives the cancelling of the check, and its closing."""
    asking = Asking(check, mariadb, "SELECT SLEEP(1)")
    check.cancel()
    check.cancel_for("another")
    check.close()
    asking.thread.join(LONG)
    assert asking.failures == []
    assert check._kept.current is None


def test_a_connection_that_died_is_replaced(mariadb: MariaDB, check: MySQLCheck) -> None:
    """A borrower hears nothing of it."""
    first = asked(check, "SELECT CONNECTION_ID()").rows
    with mariadb.connect() as admin, admin.cursor() as cursor:
        cursor.execute(f"KILL {first[0][0]}")
    assert asked(check, "SELECT CONNECTION_ID()").rows != first


def test_a_silent_server_is_a_timeout(mariadb: MariaDB) -> None:
    """The borrower's own."""
    with SilentListener() as listener:
        check = MySQLCheck(target_of(mariadb, port=listener.port), LONG)
        started = time.monotonic()
        with pytest.raises(CheckFailed) as caught:
            asked(check, "SELECT 1", timeout=0.5)
    assert caught.value.reason is Reason.TIMEOUT
    assert time.monotonic() - started < LONG / 2


def test_an_answer_without_end_is_cut_off(mariadb: MariaDB) -> None:
    """However many rows were asked for."""
    with FloodListener(mysql_floods.OPENINGS, mysql_floods.rows) as listener:
        check = MySQLCheck(target_of(mariadb, port=listener.port), LONG)
        with pytest.raises(CheckFailed) as caught:
            asked(check, "SELECT 1")
    assert caught.value.reason is Reason.WRONG_ANSWER
    assert listener.sent < MAX_BYTES + SYSTEM_BUFFERS


def test_a_long_answer_is_none(check: MySQLCheck) -> None:
    """Nobody's label or number has a megabyte; and the next question is answered."""
    with pytest.raises(CheckFailed) as caught:
        asked(check, f"SELECT REPEAT('x', {MAX_BYTES})")
    assert caught.value.reason is Reason.WRONG_ANSWER
    assert asked(check, "SELECT 1 AS a") == Rows(("a",), [(1,)])


def test_statements_of_a_run_are_counted(check: MySQLCheck) -> None:
    """Its own, without the size where that is known, and nobody else's."""
    assert check.check().details["queries_executed"] == 5
    first = check.check().details["queries_executed"]
    asked(check, "SELECT 1")
    assert check.check().details["queries_executed"] == first == 4
