"""The waits of the MySQL check: its questions are sent, its answers on their way."""

from __future__ import annotations

import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import pytest

from django_health.databases.mysql.check import MySQLCheck
from django_health.failure import CheckFailed
from django_health.result import Status
from django_health.steps import Awaited, completed
from live_servers import MariaDB, issue_certificate
from mysql_checks import figure, target_of
from walked_steps import (
    expect_a_new_begin,
    expect_nothing_kept_when_given_up,
    going_on_later,
    resumed,
    seen,
    unanswered,
    wait_of,
    walked,
)

LONG = 30.0


@pytest.fixture
def check(mariadb: MariaDB) -> Iterator[MySQLCheck]:
    """A check that has a connection, and time."""
    with closing(MySQLCheck(target_of(mariadb), LONG)) as made:
        made.check()
        yield made


def test_a_run_with_its_waits_finds_the_same(check: MySQLCheck) -> None:
    """On one connection, whichever thread goes on with it."""
    found = [(m.family, m.labels) for m in check.check().measurements]
    with ThreadPoolExecutor(1) as threads:
        for run in (walked, lambda steps: threads.submit(walked, steps).result()):
            outcome, _ = run(check.run_in_steps())
            assert outcome.status is Status.OK
            assert [(m.family, m.labels) for m in outcome.measurements] == found
            assert figure(outcome, "round_trip_seconds")
        steps = check.run_in_steps()
        assert threads.submit(next, steps).result().is_soon
        assert not threads.submit(steps.send, None).result().is_soon
        assert completed(steps).status is Status.OK
    assert check.connections == 1


def test_each_answer_is_waited_for(mariadb: MariaDB) -> None:
    """The probe's comes soon, the long one late; connecting and its settings are no waits."""
    with closing(MySQLCheck(target_of(mariadb), LONG)) as check:
        for _ in range(2):
            _, waits = walked(check.run_in_steps())
            descriptor = waits[0].descriptor
            assert waits == [
                Awaited(descriptor, is_soon=True, is_near=True),
                Awaited(descriptor, is_soon=False, is_near=True),
            ]


def test_each_answer_of_an_encrypted_server_is_waited_for(tmp_path: Path) -> None:
    """Nothing of an answer, and of the handshake, is left decrypted where its end was read."""
    with MariaDB(tmp_path, tls=issue_certificate(tmp_path, "localhost")) as server:
        target = target_of(server, options={"ssl_mode": "REQUIRED"})
        with closing(MySQLCheck(target, LONG)) as check:
            for _ in range(3):
                outcome, waits = walked(check.run_in_steps())
                assert (outcome.status, len(waits)) == (Status.OK, 2)


def test_the_probe_took_until_its_answer_was_seen(check: MySQLCheck) -> None:
    """Not until the run had its turn."""
    outcome, _ = walked(check.run_in_steps(), lambda awaited: seen(awaited) + 1e6)
    assert figure(outcome, "round_trip_seconds") == pytest.approx(1e6, abs=LONG)


@pytest.mark.parametrize("number", [1, 2])
def test_a_server_that_ends_the_connection_in_a_wait(
    check: MySQLCheck, mariadb: MariaDB, number: int
) -> None:
    """Another one is opened and asked at once, as where that happened before the run."""
    steps = check.run_in_steps()
    wait_of(steps, number)
    with mariadb.connect() as admin, admin.cursor() as cursor:
        cursor.execute(
            "SELECT id FROM information_schema.processlist"
            " WHERE id <> CONNECTION_ID() AND user <> 'system user'"
        )
        for (process,) in cursor.fetchall():
            cursor.execute(f"KILL {process}")
    assert completed(steps).status is Status.OK


@pytest.mark.parametrize("number", [1, 2])
@pytest.mark.parametrize("says_so", [True, False])
def test_cancelled_in_a_wait(
    check: MySQLCheck, mariadb: MariaDB, number: int, says_so: bool
) -> None:
    """The run ends as soon as it goes on, and the next one is well."""
    steps = check.run_in_steps()
    unanswered(steps, number, mariadb)
    try:
        check.cancel()
        begun = time.monotonic()
        with pytest.raises(CheckFailed):
            resumed(steps, time.perf_counter() if says_so else None)
        assert time.monotonic() - begun < LONG / 2
    finally:
        mariadb.resume()
    expect_a_new_begin(check)


@pytest.mark.parametrize("number", [1, 2])
@pytest.mark.parametrize("says_so", [True, False])
def test_resumed_though_nothing_has_come(
    check: MySQLCheck, mariadb: MariaDB, number: int, says_so: bool
) -> None:
    """The run waits by itself then, whatever it was told."""
    steps = check.run_in_steps()
    unanswered(steps, number, mariadb)
    with going_on_later(mariadb):
        outcome = resumed(steps, time.perf_counter() if says_so else None)
    assert outcome.status is Status.OK


@pytest.mark.parametrize("number", [1, 2])
def test_given_up_in_a_wait(check: MySQLCheck, number: int) -> None:
    """An answer is still on its way there: nothing else may be asked on that connection."""
    expect_nothing_kept_when_given_up(check, number)


def test_closed_in_a_wait(check: MySQLCheck) -> None:
    """The connection is closed when the run is over, which comes to its end."""
    steps = check.run_in_steps()
    next(steps)
    check.close()
    assert check.connections == 1
    assert completed(steps).status is Status.OK
    assert check.connections == 0
