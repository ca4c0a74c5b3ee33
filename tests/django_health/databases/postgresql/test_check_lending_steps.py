"""The check of PostgreSQL lends its session to somebody who asks in steps."""

from __future__ import annotations

import time

import pytest

from django_health.databases.lending import MissingTableError, Rows
from django_health.databases.postgresql.check import PostgreSQLCheck
from django_health.failure import CheckFailed
from django_health.result import Reason
from django_health.steps import Steps, completed
from live_servers import PostgreSQL
from postgresql_checks import LONG, MakeCheck
from walked_steps import (
    expect_a_new_begin,
    going_on_later,
    resumed,
    seen,
    unanswered,
    wait_of,
    walked,
)

ONE = Rows(("a",), [(1,)])


@pytest.fixture
def check(make_postgresql_check: MakeCheck, own_postgresql: PostgreSQL) -> PostgreSQLCheck:
    """A check that has a session on a server of its own, and time."""
    made = make_postgresql_check(own_postgresql, timeout=LONG)
    made.check()
    return made


def asking(
    check: PostgreSQLCheck, sql: str = "SELECT 1 AS a", timeout: float = LONG
) -> Steps[Rows]:
    """A question of somebody's."""
    return check.ask_in_steps(sql, limit=10, timeout=timeout, borrower="borrower")


@pytest.mark.parametrize(
    ("sql", "waits"), [("SELECT 1 AS a", [True]), ("SELECT -(-1) AS a", [])], ids=["plain", "other"]
)
def test_what_is_one_message_has_one_wait(
    check: PostgreSQLCheck, sql: str, waits: list[bool]
) -> None:
    """For an answer that comes soon; what has to be several is asked without."""
    found, awaited = walked(asking(check, sql))
    assert (found, [each.is_soon for each in awaited]) == (ONE, waits)


def test_a_missing_table_opens_no_session(check: PostgreSQLCheck) -> None:
    """It is told as such, and the next question is answered on the same session."""
    session = check._kept.current
    with pytest.raises(MissingTableError):
        walked(asking(check, "SELECT app, name FROM no_such"))
    assert walked(asking(check))[0] == ONE
    assert check._kept.current is session


def test_a_server_that_ends_the_session_in_the_wait(
    check: PostgreSQLCheck, own_postgresql: PostgreSQL
) -> None:
    """Who asks hears nothing of it."""
    steps = asking(check)
    wait_of(steps, 1)
    own_postgresql.restart()
    assert completed(steps) == ONE


@pytest.mark.parametrize("says_so", [True, False])
def test_cancelled_in_the_wait(check: PostgreSQLCheck, says_so: bool) -> None:
    """The question ends as soon as it goes on, be its answer there, and the check is well."""
    steps = asking(check)
    moment = seen(wait_of(steps, 1))
    check.cancel()
    check.cancel_for("borrower")
    with pytest.raises(CheckFailed) as caught:
        resumed(steps, moment if says_so else None)
    assert caught.value.reason is Reason.TIMEOUT
    expect_a_new_begin(check)


@pytest.mark.parametrize("says_so", [True, False])
def test_resumed_though_nothing_has_come(
    check: PostgreSQLCheck, own_postgresql: PostgreSQL, says_so: bool
) -> None:
    """The question waits by itself then."""
    steps = asking(check)
    unanswered(steps, 1, own_postgresql)
    with going_on_later(own_postgresql):
        assert resumed(steps, time.perf_counter() if says_so else None) == ONE


def test_resumed_and_nothing_ever_comes(check: PostgreSQLCheck, own_postgresql: PostgreSQL) -> None:
    """It takes no longer than who asks has time."""
    steps = asking(check, timeout=0.5)
    unanswered(steps, 1, own_postgresql)
    begun = time.monotonic()
    try:
        with pytest.raises(CheckFailed) as caught:
            resumed(steps, time.perf_counter())
    finally:
        own_postgresql.resume()
    assert caught.value.reason is Reason.TIMEOUT
    assert time.monotonic() - begun < LONG / 2
