"""The pause of the MySQL check: its questions are sent, its answers on their way."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing

import pytest

from django_health.databases.mysql.check import MySQLCheck
from django_health.databases.stepped import completed
from django_health.failure import CheckFailed
from django_health.result import Status
from live_servers import MariaDB
from mysql_checks import figure, target_of


@pytest.fixture
def check(mariadb: MariaDB) -> Iterator[MySQLCheck]:
    """A check that has a connection."""
    with closing(MySQLCheck(target_of(mariadb), 5.0)) as made:
        made.check()
        yield made


def test_a_run_with_its_pause_finds_the_same(check: MySQLCheck) -> None:
    """In one pause at each run, on one connection."""
    found = [(m.family, m.labels) for m in check.check().measurements]
    for _ in range(3):
        steps = check.run_in_steps()
        next(steps)
        outcome = completed(steps)
        assert outcome.status is Status.OK
        assert [(m.family, m.labels) for m in outcome.measurements] == found
        assert figure(outcome, "round_trip_seconds")


def test_a_server_that_ends_the_connection_in_the_pause(
    check: MySQLCheck, mariadb: MariaDB
) -> None:
    """Another one is opened and asked at once, as where that happened before the run."""
    steps = check.run_in_steps()
    next(steps)
    with mariadb.connect() as admin, admin.cursor() as cursor:
        cursor.execute(
            "SELECT id FROM information_schema.processlist"
            " WHERE id <> CONNECTION_ID() AND user <> 'system user'"
        )
        for (number,) in cursor.fetchall():
            cursor.execute(f"KILL {number}")
    assert completed(steps).status is Status.OK


def test_cancelled_in_the_pause(check: MySQLCheck) -> None:
    """The run ends as soon as it goes on, and the next one is well."""
    steps = check.run_in_steps()
    next(steps)
    check.cancel()
    with pytest.raises(CheckFailed):
        completed(steps)
    assert check.connections == 0
    assert check.check().status is Status.OK


def test_closed_in_the_pause(check: MySQLCheck) -> None:
    """The connection is closed when the run is over, which comes to its end."""
    steps = check.run_in_steps()
    next(steps)
    check.close()
    assert check.connections == 1
    assert completed(steps).status is Status.OK
    assert check.connections == 0
