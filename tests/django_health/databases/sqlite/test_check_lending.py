"""The check of an SQLite file lends its connection."""

from __future__ import annotations

import sqlite3
import threading
import time
from contextlib import closing
from pathlib import Path

import pytest

from django_health.databases.lending import Lender, MissingTableError, Rows
from django_health.databases.sqlite.check import SQLiteCheck
from django_health.failure import CheckFailed
from django_health.result import Reason, Status
from sqlite_checks import check_of, connect, names_in

ENDLESS = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i FROM n) SELECT max(i) FROM n"


@pytest.fixture(params=["delete", "wal"])
def file(tmp_path: Path, request: pytest.FixtureRequest) -> Path:
    """A database with one row, in each kind of journal."""
    path = tmp_path / "a.db"
    with closing(connect(path, str(request.param))) as writer:
        writer.execute("INSERT INTO kept VALUES (1)")
    return path


def asked(check: SQLiteCheck, sql: str, timeout: float = 5.0) -> Rows:
    """The answer to a borrower."""
    lender: Lender = check
    return lender.ask(sql, limit=10, timeout=timeout, borrower="borrower")


def test_a_question_is_answered(file: Path) -> None:
    """Before the check's run and after, with the application there or not."""
    with closing(check_of(file)) as check:
        assert check.vendor == "sqlite"
        assert asked(check, "SELECT value FROM kept") == Rows(("value",), [(1,)])
        assert check.check().status is Status.OK
        with closing(sqlite3.connect(file, isolation_level=None)) as writer:
            writer.execute("INSERT INTO kept VALUES (2)")
            assert asked(check, "SELECT COUNT(*) FROM kept").rows == [(2,)]


def test_missing_tables(file: Path) -> None:
    """They are told as such, as often as it is asked, and leave nothing open."""
    with closing(check_of(file)) as check:
        check.check()
        before = len(names_in(Path("/proc/self/fd")))
        for _ in range(100):
            with pytest.raises(MissingTableError):
                asked(check, "SELECT app FROM django_migrations")
        assert len(names_in(Path("/proc/self/fd"))) == before


def test_a_missing_file(tmp_path: Path) -> None:
    """It is not made by asking."""
    with closing(check_of(tmp_path / "absent.db")) as check, pytest.raises(CheckFailed) as caught:
        asked(check, "SELECT 1")
    assert caught.value.reason is Reason.UNAVAILABLE
    assert names_in(tmp_path) == []


def test_a_locked_file(tmp_path: Path) -> None:
    """It is waited for a little, and then it is unavailable."""
    path = tmp_path / "a.db"
    with closing(connect(path)) as writer, closing(check_of(path, 0.2)) as check:
        writer.execute("BEGIN EXCLUSIVE")
        with pytest.raises(CheckFailed, match="locked") as caught:
            asked(check, "SELECT * FROM kept")
        assert caught.value.reason is Reason.UNAVAILABLE


def test_cancelling_is_for_ones_own(file: Path) -> None:
    """The check's own cancelling leaves a borrower alone."""
    failures: list[CheckFailed] = []

    def ask(check: SQLiteCheck) -> None:
        try:
            asked(check, ENDLESS, timeout=60.0)
        except CheckFailed as failure:
            failures.append(failure)

    with closing(check_of(file)) as check:
        thread = threading.Thread(target=ask, args=(check,))
        thread.start()
        time.sleep(0.2)
        check.cancel()
        time.sleep(0.2)
        assert thread.is_alive()
        check.cancel_for("borrower")
        thread.join(30)
    assert [failure.reason for failure in failures] == [Reason.TIMEOUT]
