"""The check of PostgreSQL lends its session."""

from __future__ import annotations

import threading
import time

import pytest

import postgresql_floods
from django_health.databases.lending import Lender, MissingTableError, Rows
from django_health.databases.postgresql.check import PostgreSQLCheck
from django_health.databases.postgresql.intake import MAX_BYTES_OF_A_LOAN
from django_health.failure import CheckFailed
from django_health.result import Reason, Status
from flood_listener import SYSTEM_BUFFERS, FloodListener
from live_servers import PostgreSQL
from postgresql_checks import LONG, MakeCheck

CANARY = "canary-5d1f"


def asked(
    check: PostgreSQLCheck, sql: str, timeout: float = LONG, borrower: object = "borrower"
) -> Rows:
    """What the check's server answers a borrower."""
    lender: Lender = check
    return lender.ask(sql, limit=10, timeout=timeout, borrower=borrower)


def until_asleep(server: PostgreSQL, sql: str) -> None:
    """Wait until the server is at a statement that sleeps."""
    query = (
        "SELECT count(*) FROM pg_stat_activity"
        " WHERE wait_event = 'PgSleep' AND position(%s IN query) > 0"
    )
    end = time.monotonic() + LONG
    with server.connect() as admin:
        while admin.execute(query, [sql]).fetchone() == (0,):
            assert time.monotonic() < end
            time.sleep(0.01)


class Asking:
    """Asks on a thread of its own, and is asleep on the server when it has begun."""

    def __init__(self, check: PostgreSQLCheck, server: PostgreSQL, sql: str) -> None:
        self.failures: list[CheckFailed] = []
        self._thread = threading.Thread(target=self._ask, args=(check, sql))
        self._thread.start()
        until_asleep(server, sql)

    def _ask(self, check: PostgreSQLCheck, sql: str) -> None:
        try:
            asked(check, sql)
        except CheckFailed as failure:
            self.failures.append(failure)

    def reason(self) -> Reason:
        """Why it failed, when it has."""
        self._thread.join(LONG)
        (failure,) = self.failures
        return failure.reason


def test_a_question_is_answered(make_postgresql_check: MakeCheck, postgresql: PostgreSQL) -> None:
    """Before the check's own run and after, over one session."""
    check = make_postgresql_check(postgresql)
    sql = "SELECT pg_backend_pid() AS pid"
    first = asked(check, sql)
    assert check.check().status is Status.OK
    assert asked(check, sql) == first
    assert first.columns == ("pid",)
    assert check.vendor == "postgresql"


def test_missing_tables_open_no_session(
    make_postgresql_check: MakeCheck, own_postgresql: PostgreSQL
) -> None:
    """A hundred questions after a table that is not there, and other mistakes, use the one."""
    check = make_postgresql_check(own_postgresql)
    check.check()
    opened = own_postgresql.log.count("connection authorized")
    for _ in range(100):
        with pytest.raises(MissingTableError):
            asked(check, "SELECT app, name FROM django_migrations")
    with pytest.raises(CheckFailed):
        asked(check, "SELECT nonsense")
    assert check.check().status is Status.OK
    assert own_postgresql.log.count("connection authorized") == opened


def test_a_busy_session_is_waited_for(
    make_postgresql_check: MakeCheck, postgresql: PostgreSQL
) -> None:
    """Only so long as who asks has time: a borrower, and the check itself."""
    check = make_postgresql_check(postgresql, timeout=0.5)
    check.check()
    asking = Asking(check, postgresql, "SELECT pg_sleep(63)")
    with pytest.raises(CheckFailed, match="busy") as caught:
        asked(check, "SELECT 1", timeout=0.2)
    assert caught.value.reason is Reason.TIMEOUT
    with pytest.raises(CheckFailed, match="busy"):
        check.check()
    check.cancel_for("borrower")
    assert asking.reason() is Reason.TIMEOUT
    assert check.check().status is Status.OK


def test_cancelling_is_for_ones_own(
    make_postgresql_check: MakeCheck, postgresql: PostgreSQL
) -> None:
    """What a borrower asks outlives the cancelling of the check and of other borrowers."""
    check = make_postgresql_check(postgresql)
    asking = Asking(check, postgresql, "SELECT pg_sleep(1.5)")
    check.cancel()
    check.cancel_for("another")
    asking._thread.join(LONG)
    assert asking.failures == []


def test_closing_waits_for_a_borrower(
    make_postgresql_check: MakeCheck, postgresql: PostgreSQL
) -> None:
    """The session is closed when the question is answered."""
    check = make_postgresql_check(postgresql)
    asking = Asking(check, postgresql, "SELECT pg_sleep(1.25)")
    check.close()
    asking._thread.join(LONG)
    assert asking.failures == []
    assert check._kept.current is None


def test_a_session_that_died_is_replaced(
    make_postgresql_check: MakeCheck, own_postgresql: PostgreSQL
) -> None:
    """A borrower hears nothing of a restart."""
    check = make_postgresql_check(own_postgresql)
    check.check()
    own_postgresql.restart()
    assert asked(check, "SELECT 1").rows == [(1,)]


def test_a_frozen_server_is_a_timeout(
    make_postgresql_check: MakeCheck, own_postgresql: PostgreSQL
) -> None:
    """The borrower's own."""
    check = make_postgresql_check(own_postgresql)
    check.check()
    own_postgresql.pause()
    started = time.monotonic()
    try:
        with pytest.raises(CheckFailed) as caught:
            asked(check, "SELECT 1", timeout=0.5)
    finally:
        own_postgresql.resume()
    assert caught.value.reason is Reason.TIMEOUT
    assert time.monotonic() - started < LONG / 2


@pytest.mark.parametrize(
    ("sql", "openings"),
    [("SELECT 1", ()), ("SELECT -1", (postgresql_floods.BEGUN,))],
    ids=["plain", "not plain"],
)
def test_an_answer_without_end_is_cut_off(
    make_postgresql_check: MakeCheck, postgresql: PostgreSQL, sql: str, openings: tuple[bytes, ...]
) -> None:
    """However many rows were asked for."""
    said = (b"", postgresql_floods.WELCOME, *openings)
    with FloodListener(said, postgresql_floods.rows) as listener:
        check = make_postgresql_check(
            postgresql, port=listener.port, options=postgresql_floods.PLAIN
        )
        with pytest.raises(CheckFailed, match="no end") as caught:
            asked(check, sql)
    assert caught.value.reason is Reason.WRONG_ANSWER
    assert 0 < listener.sent < MAX_BYTES_OF_A_LOAN + SYSTEM_BUFFERS


def test_what_does_not_ask_is_refused(
    make_postgresql_check: MakeCheck, postgresql: PostgreSQL
) -> None:
    """No session is opened for it, and it is not repeated."""
    check = make_postgresql_check(postgresql)
    with pytest.raises(CheckFailed) as caught:
        asked(check, f"DO $${CANARY}$$")
    assert caught.value.reason is Reason.MISCONFIGURED
    assert CANARY not in str(caught.value)
    assert check._kept.current is None


def test_statements_of_a_run_are_counted(
    make_postgresql_check: MakeCheck, postgresql: PostgreSQL
) -> None:
    """Its own: the probe, four settings, five questions or four, and nobody else's."""
    check = make_postgresql_check(postgresql)
    assert check.check().details["queries_executed"] == 10
    asked(check, "SELECT 1")
    assert check.check().details["queries_executed"] == 9
