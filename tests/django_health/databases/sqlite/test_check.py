"""The SQLite check on real files."""

from __future__ import annotations

import sqlite3
import threading
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from django_health.databases.sqlite.reader import SQLiteReader
from django_health.failure import CheckFailed
from django_health.result import Outcome, Reason, Status
from sqlite_checks import PREFIX, check_of, connect, failure_of, figure, names_in, outcome_of

ENDLESS = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i FROM n) SELECT max(i) FROM n"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A database without users, whose name needs quoting in a URI."""
    path = tmp_path / "a b?#%20.db"
    connect(path).close()
    return path


def test_figures(file: Path) -> None:
    """A file in rollback mode gives every figure but that of a write-ahead log."""
    outcome = outcome_of(file)
    assert outcome.status is Status.OK
    assert outcome.details == {
        "engine": "sqlite",
        "version": sqlite3.sqlite_version,
        "size_bytes": file.stat().st_size,
        "read_only": False,
        "busy": False,
        "journal_mode": "delete",
        "free_pages_bytes": 0,
        "queries_executed": 4,
    }
    names = {measurement.family.name.removeprefix(PREFIX) for measurement in outcome.measurements}
    assert names == {
        *("busy", "free_pages_bytes", "info", "journal_mode_info", "read_only"),
        *("round_trip_seconds", "size_bytes"),
    }


def test_free_pages(file: Path) -> None:
    """Pages that hold nothing any more are counted in bytes."""
    with closing(connect(file)) as writer:
        writer.execute("CREATE TABLE big AS SELECT zeroblob(100000) AS value")
        writer.execute("DROP TABLE big")
    free = outcome_of(file).details["free_pages_bytes"]
    assert isinstance(free, int)
    assert free > 90000


def test_write_lock(file: Path) -> None:
    """A writer in the middle of a transaction makes the file busy, and it can be read."""
    with closing(check_of(file)) as check, closing(connect(file)) as writer:
        writer.execute("BEGIN IMMEDIATE")
        busy = check.check()
        writer.execute("ROLLBACK")
        free = check.check()
    assert (busy.status, figure(busy, "busy")) == (Status.OK, 1)
    assert (free.status, figure(free, "busy")) == (Status.OK, 0)


def test_nothing_is_written(file: Path) -> None:
    """Neither the file nor its time of change are touched."""
    before = file.read_bytes(), file.stat().st_mtime_ns
    outcome_of(file)
    assert (file.read_bytes(), file.stat().st_mtime_ns) == before


def test_replaced_file(file: Path, tmp_path: Path) -> None:
    """A file that is replaced under the kept connection is read anew."""
    other = tmp_path / "other.db"
    with closing(connect(other)) as writer:
        writer.execute("CREATE TABLE big AS SELECT zeroblob(100000) AS value")
        writer.execute("DROP TABLE big")
    with closing(check_of(file)) as check:
        assert check.check().details["free_pages_bytes"] == 0
        other.replace(file)
        assert check.check().details["free_pages_bytes"] != 0


def test_deleted_file(file: Path) -> None:
    """A file that is deleted under the kept connection is missing, and is not made again."""
    with closing(check_of(file)) as check:
        check.check()
        file.unlink()
        with pytest.raises(CheckFailed) as caught:
            check.check()
        assert caught.value.reason is Reason.UNAVAILABLE
    assert not file.exists()


def test_missing_file(tmp_path: Path) -> None:
    """A file that is not there is reported and not made."""
    assert failure_of(tmp_path / "absent.db").reason is Reason.UNAVAILABLE
    assert names_in(tmp_path) == []


def test_other_kinds_of_file(tmp_path: Path) -> None:
    """What is no database is told: a folder, a text, a damaged file."""
    assert failure_of(tmp_path).reason is Reason.MISCONFIGURED
    text = tmp_path / "text"
    text.write_text("This is no database. " * 100)
    assert failure_of(text).reason is Reason.WRONG_ANSWER
    damaged = tmp_path / "damaged.db"
    connect(damaged).close()
    data = bytearray(damaged.read_bytes())
    data[100:200] = b"\xff" * 100  # the head of the first page
    damaged.write_bytes(data)
    assert failure_of(damaged).reason is Reason.WRONG_ANSWER


def test_empty_file(tmp_path: Path) -> None:
    """A file cut to nothing can be read and is a warning, for so is a database not yet migrated."""
    path = tmp_path / "empty.db"
    path.touch()
    with closing(check_of(path)) as check:
        outcome = check.check()
        assert (outcome.status, outcome.reason) == (Status.WARNING, Reason.WRONG_ANSWER)
        assert outcome.message == "the file is empty: it holds no table"
        assert figure(outcome, "size_bytes") == 0
        assert figure(outcome, "round_trip_seconds") is not None
        connect(path).close()
        assert check.check().status is Status.OK
        path.write_bytes(b"")
        assert check.check().status is Status.WARNING


def test_patience_for_locks_is_short(file: Path) -> None:
    """A lock is told before even a short scrape ends, however long the check's own timeout is."""
    for timeout, expected in ((30.0, 250), (0.2, 100)):
        with closing(check_of(file, timeout)) as check:
            check.check()
            assert check._reader is not None
            connection = check._reader._kept.current
            assert connection is not None
            assert connection.execute("PRAGMA busy_timeout").fetchone() == (expected,)


def test_repaired_file(file: Path) -> None:
    """A file that is damaged and repaired in its place is well again in the same check."""
    whole = file.read_bytes()
    with closing(check_of(file)) as check:
        check.check()
        file.write_bytes(b"no database " * 1000)
        with pytest.raises(CheckFailed) as caught:
            check.check()
        assert caught.value.reason is Reason.WRONG_ANSWER
        file.write_bytes(whole)
        assert check.check().status is Status.OK


@pytest.mark.parametrize(
    "name",
    [":memory:", "file::memory:", "file:a?mode=memory", "file:a?mode=memory&cache=shared"],
)
def test_memory(name: str) -> None:
    """A database in memory that nobody here shares is skipped, with the reason."""
    outcome = outcome_of(name)
    assert (outcome.status, outcome.reason) == (Status.SKIPPED, None)
    assert "memory" in outcome.message
    assert outcome.measurements == ()


def test_connection_is_kept(file: Path) -> None:
    """Runs leave the number of open files as it is."""

    def opened() -> int:
        return len(names_in(Path("/proc/self/fd")))

    with closing(check_of(file)) as check:
        check.check()
        before = opened()
        for _ in range(20):
            check.check()
        assert opened() == before


def test_other_threads(file: Path) -> None:
    """Successive runs may be on different threads."""
    outcomes: list[Outcome] = []
    with closing(check_of(file)) as check:
        for _ in range(2):
            thread = threading.Thread(target=lambda: outcomes.append(check.check()))
            thread.start()
            thread.join()
    assert [outcome.status for outcome in outcomes] == [Status.OK, Status.OK]


def test_cancel(file: Path) -> None:
    """A statement that runs too long is interrupted; without a run there is nothing to do."""
    with closing(check_of(file)) as check:
        check.cancel()
        check.check()
        reader = check._reader
        assert reader is not None
        ended: list[str] = []
        thread = threading.Thread(target=run_until_error, args=(reader, ended.append))
        with check._turns.turn(check, 0):  # as a run of the check has it
            thread.start()
            time.sleep(0.2)
            check.cancel()
            thread.join(20)
        assert ended == ["SQLITE_INTERRUPT"]


def run_until_error(reader: SQLiteReader, tell: Callable[[str], None]) -> None:
    """Run an endless statement and tell the name of the error that ends it."""
    try:
        reader.ask(lambda connection: connection.execute(ENDLESS).fetchone())
    except sqlite3.OperationalError as error:
        tell(error.sqlite_errorname)
