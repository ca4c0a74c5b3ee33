"""The size of a MariaDB database, which is asked seldom."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing

import pytest

from django_health.databases.mysql.check import MySQLCheck
from django_health.databases.mysql.driver import DriverConnection
from django_health.databases.mysql.results import Incoming
from django_health.result import Outcome, Status
from django_health.targets import NO_SECRET
from live_servers import MariaDB
from mysql_checks import figure, target_of
from sample_checks import HandClock

_SIZE = "django_health.databases.mysql.queries._SIZE"


@pytest.fixture
def clock() -> HandClock:
    """The clock of the check."""
    return HandClock()


@pytest.fixture
def check(mariadb: MariaDB, clock: HandClock) -> Iterator[MySQLCheck]:
    """The check of the shared server, which has run once."""
    with closing(MySQLCheck(target_of(mariadb), 2.0, clock)) as made:
        assert told(made.check())[1] == 0
        yield made


def told(outcome: Outcome) -> tuple[float | None, object]:
    """The size and its age; the details have the same size as Prometheus."""
    assert outcome.status is Status.OK
    size = figure(outcome, "size_bytes")
    assert size == outcome.details.get("size_bytes")
    return size, outcome.details.get("size_age_seconds")


def test_it_is_asked_once_a_minute(mariadb: MariaDB, check: MySQLCheck, clock: HandClock) -> None:
    """Growth is seen then; what a run has really asked is counted."""
    size, _ = told(check.check())
    with mariadb.connect() as admin, admin.cursor() as cursor:
        cursor.execute("CREATE OR REPLACE TABLE grown (a INT)")
        clock.now += 59
        between = check.check()
        assert told(between) == (size, 59)
        clock.now += 1
        after = check.check()
        cursor.execute("DROP TABLE grown")
    assert told(after) == ((size or 0) + 16384, 0)
    counts = [one.details["queries_executed"] for one in (between, after, check.check())]
    assert counts == [4, 5, 4]


def test_it_survives_a_reconnect(check: MySQLCheck, clock: HandClock) -> None:
    """A new session does not ask it before it is due."""
    size, _ = told(check.check())
    check.close()
    clock.now += 7
    outcome = check.check()
    assert told(outcome) == (size, 7)
    assert outcome.details["queries_executed"] == 4


def test_the_questions_are_one_message_in_both_forms(
    check: MySQLCheck, clock: HandClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With the size and without: the probe, and all others."""
    sent: list[str] = []
    send = DriverConnection.send

    def note(self: DriverConnection, sql: str) -> Incoming:
        sent.append(sql)
        return send(self, sql)

    monkeypatch.setattr(DriverConnection, "send", note)
    check.check()
    clock.now += 60
    check.check()
    assert ["information_schema.tables" in sql for sql in sent] == [False, False, False, True]


@pytest.mark.parametrize(
    ("sql", "left_out"),
    [
        ("SELECT DATABASE(), SLEEP(20)", "too_slow"),
        ("SELECT DATABASE(), SUM(a) FROM mysql.no_right", "missing_privileges"),
    ],
)
def test_a_size_that_is_not_to_be_had_ends_it(
    mariadb: MariaDB,
    clock: HandClock,
    monkeypatch: pytest.MonkeyPatch,
    sql: str,
    left_out: str,
) -> None:
    """An old size is not told when a new one is too slow or refused; a new session asks anew."""
    with mariadb.connect() as admin, admin.cursor() as cursor:
        cursor.execute("CREATE OR REPLACE USER sized@'127.0.0.1'")
        cursor.execute(f"GRANT SELECT ON {mariadb.database}.* TO sized@'127.0.0.1'")
        cursor.execute("GRANT PROCESS, SLAVE MONITOR ON *.* TO sized@'127.0.0.1'")
    target = target_of(mariadb, user="sized", password=NO_SECRET)
    with closing(MySQLCheck(target, 2.0, clock)) as check:
        size, _ = told(check.check())
        with monkeypatch.context() as changed:
            changed.setattr(_SIZE, sql)
            assert told(check.check()) == (size, 0)
            clock.now += 60
            outcome = check.check()
            assert told(outcome) == (None, None)
            assert "size_bytes" in str(outcome.details[left_out])
        assert told(check.check()) == (None, None)
        check.close()
        assert told(check.check()) == (size, 0)
