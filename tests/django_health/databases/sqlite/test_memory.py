"""Databases in the memory of this process."""

from __future__ import annotations

import sqlite3
import threading
import time
from collections.abc import Iterator
from contextlib import closing

import pytest

from django_health.databases.lending import MissingTableError, Rows, Unaskable
from django_health.databases.sqlite.check import SQLiteCheck
from django_health.databases.sqlite.memory import SharedMemory, is_shared
from django_health.failure import CheckFailed
from django_health.result import Reason, Status
from sqlite_checks import check_of, figure

NAME = "file:memorydb_default?mode=memory&cache=shared"
"""As Django's tests call it."""
ENDLESS = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i FROM n) SELECT max(i) FROM n"


@pytest.fixture
def application() -> Iterator[sqlite3.Connection]:
    """The application's own connection, with a table of one row."""
    opened = sqlite3.connect(NAME, uri=True, isolation_level=None)
    with closing(opened):
        opened.execute("CREATE TABLE t AS SELECT 1 AS a")
        yield opened


def asked(check: SQLiteCheck, sql: str, timeout: float = 5.0) -> Rows:
    """The answer to a borrower."""
    return check.ask(sql, limit=10, timeout=timeout, borrower="borrower")


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        (NAME, True),
        ("file::memory:?cache=shared", True),
        ("file:x?cache=shared&mode=memory", True),
        (":memory:", False),
        ("file::memory:", False),
        ("file:x?mode=memory", False),
        ("file:x?cache=shared", False),
        ("x?mode=memory&cache=shared", False),
        ("file://[x?mode=memory&cache=shared", False),
        ("a://[b]c/db.sqlite3", False),
    ],
)
def test_names(name: str, *, expected: bool) -> None:
    """Memory is shared where the name says both."""
    assert is_shared(name) is expected


def test_it_is_really_asked(application: sqlite3.Connection) -> None:
    """The schema is read, and a question answered, over the application's own data."""
    assert application.in_transaction is False
    with closing(check_of(NAME)) as check:
        outcome = check.check()
        assert outcome.status is Status.OK
        assert outcome.details == {
            "engine": "sqlite",
            "version": sqlite3.sqlite_version,
            "journal_mode": "memory",
            "queries_executed": 2,
        }
        assert figure(outcome, "round_trip_seconds") is not None
        assert asked(check, "SELECT a FROM t") == Rows(("a",), [(1,)])
        with pytest.raises(MissingTableError):
            asked(check, "SELECT a FROM no_such")


def test_a_test_that_has_not_committed_is_in_nobodys_way(application: sqlite3.Connection) -> None:
    """As within a TestCase of Django, which writes and rolls back; nor are we in its way."""
    application.execute("BEGIN")
    application.execute("INSERT INTO t VALUES (2)")
    with closing(check_of(NAME)) as check:
        assert check.check().status is Status.OK
        assert asked(check, "SELECT a FROM t ORDER BY a").rows == [(1,), (2,)]
        application.execute("INSERT INTO t VALUES (3)")
        assert check.check().status is Status.OK
    application.execute("ROLLBACK")
    assert application.execute("SELECT COUNT(*) FROM t").fetchone() == (1,)


def test_a_change_of_the_schema_is_a_warning(application: sqlite3.Connection) -> None:
    """Nobody can read while one is under way; then all is well."""
    application.execute("BEGIN")
    application.execute("CREATE TABLE other (a)")
    with closing(check_of(NAME)) as check:
        outcome = check.check()
        assert (outcome.status, outcome.reason) == (Status.WARNING, Reason.UNAVAILABLE)
        with pytest.raises(CheckFailed, match="locked") as caught:
            asked(check, "SELECT 1")
        assert caught.value.reason is Reason.UNAVAILABLE
        application.execute("COMMIT")
        assert check.check().status is Status.OK


def test_nothing_is_written(application: sqlite3.Connection) -> None:
    """Neither by what is asked nor by asking."""
    with closing(check_of(NAME)) as check:
        for sql in (
            "WITH x AS (SELECT 2) INSERT INTO t SELECT * FROM x",
            "SELECT 1; DELETE FROM t",
        ):
            with pytest.raises(CheckFailed) as caught:
                asked(check, sql)
            assert caught.value.reason is Reason.MISCONFIGURED
    assert application.execute("SELECT a FROM t").fetchall() == [(1,)]


def test_it_ends_with_the_application(application: sqlite3.Connection) -> None:
    """Nothing of ours keeps it alive between runs, and what is not there is not asked."""
    with closing(check_of(NAME)) as check:
        assert check.check().status is Status.OK
        application.close()
        outcome = check.check()
        assert (outcome.status, outcome.reason) == (Status.SKIPPED, None)
        with pytest.raises(Unaskable):
            asked(check, "SELECT 1")


def test_private_memory_cannot_be_asked() -> None:
    """Each connection to it has a database of its own, so that ours would tell nothing."""
    with closing(check_of(":memory:")) as check:
        assert check.check().status is Status.SKIPPED
        with pytest.raises(Unaskable, match="its own connection alone"):
            asked(check, "SELECT 1")


def test_cancelling_ends_a_question(application: sqlite3.Connection) -> None:
    """At once; without one there is nothing to do."""
    assert application.in_transaction is False
    with closing(check_of(NAME)) as check:
        check.cancel_for("borrower")
        timer = threading.Timer(0.2, check.cancel_for, ("borrower",))
        started = time.monotonic()
        timer.start()
        with pytest.raises(CheckFailed) as caught:
            asked(check, ENDLESS, timeout=60.0)
        timer.join()
        assert caught.value.reason is Reason.TIMEOUT
        assert time.monotonic() - started < 30


def test_interrupting_ends_what_runs(application: sqlite3.Connection) -> None:
    """Also where nobody looks at the time."""
    assert application.in_transaction is False
    memory = SharedMemory(NAME, 1.0)
    memory.interrupt()
    timer = threading.Timer(0.2, memory.interrupt)
    timer.start()
    with pytest.raises(sqlite3.OperationalError) as caught:
        memory.use(lambda connection: connection.execute(ENDLESS).fetchone())
    timer.join()
    assert caught.value.sqlite_errorname == "SQLITE_INTERRUPT"
