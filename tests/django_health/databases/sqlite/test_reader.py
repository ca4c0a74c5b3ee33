"""Reading an SQLite file and leaving it as it is."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from django_health.databases.sqlite.file import SQLiteFile
from django_health.databases.sqlite.reader import SQLiteReader


def make(path: Path, mode: str) -> sqlite3.Connection:
    """A connection to a new database."""
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute(f"PRAGMA journal_mode = {mode}")
    connection.execute("CREATE TABLE IF NOT EXISTS t (x)")
    return connection


@pytest.mark.parametrize(
    ("mode", "is_kept"), [("delete", True), ("truncate", True), ("wal", False)]
)
def test_kept_connection(tmp_path: Path, mode: str, *, is_kept: bool) -> None:
    """A connection is kept where it is in nobody's way."""
    path = tmp_path / "a.db"
    with closing(SQLiteReader(SQLiteFile(path), 1.0)) as reader, closing(make(path, mode)):
        reader.read()
        assert (reader._kept.current is not None) is is_kept


def test_change_of_mode(tmp_path: Path) -> None:
    """A database may go over to WAL mode and back while it is watched."""
    path = tmp_path / "a.db"
    with (
        closing(SQLiteReader(SQLiteFile(path), 1.0)) as reader,
        closing(make(path, "delete")) as db,
    ):
        for mode in ("delete", "wal", "delete", "wal"):
            assert db.execute(f"PRAGMA journal_mode = {mode}").fetchone() == (mode,)
            reading = reader.read()
            assert reading.contents is not None
            assert reading.contents.journal_mode == mode


def test_locked(tmp_path: Path) -> None:
    """A file that stays locked has no contents to tell."""
    path = tmp_path / "a.db"
    with (
        closing(SQLiteReader(SQLiteFile(path), 0.05)) as reader,
        closing(make(path, "delete")) as db,
    ):
        db.execute("BEGIN EXCLUSIVE")
        reading = reader.read()
        assert (reading.contents, reading.is_busy) == (None, True)
        db.execute("ROLLBACK")
        assert reader.read().contents is not None


def test_log_without_index(tmp_path: Path) -> None:
    """A log that was copied without its index is left alone, and the main file is read."""
    path = tmp_path / "a.db"
    with closing(make(path, "wal")):
        copy = tmp_path / "copy.db"
        copy.write_bytes(path.read_bytes())
        copy.with_name("copy.db-wal").write_bytes(path.with_name("a.db-wal").read_bytes())
    before = sorted(tmp_path.iterdir())
    with closing(SQLiteReader(SQLiteFile(copy), 1.0)) as reader:
        assert reader.read().contents is not None
    assert sorted(tmp_path.iterdir()) == before


def test_interrupt_without_connection(tmp_path: Path) -> None:
    """Interrupting a reader that reads nothing does nothing."""
    SQLiteReader(SQLiteFile(tmp_path / "a.db"), 1.0).interrupt()


@pytest.mark.parametrize("mode", ["delete", "wal"])
def test_what_is_asked_cannot_write(tmp_path: Path, mode: str) -> None:
    """Whatever the journal, and whether or not anybody has the file open."""
    path = tmp_path / "a.db"

    def write(connection: sqlite3.Connection) -> None:
        connection.execute("INSERT INTO t VALUES (1)")

    with closing(SQLiteReader(SQLiteFile(path), 1.0)) as reader:
        with closing(make(path, mode)), pytest.raises(sqlite3.OperationalError, match="readonly"):
            reader.ask(write)
        before = path.read_bytes(), sorted(tmp_path.iterdir())
        with pytest.raises(sqlite3.OperationalError, match="readonly"):
            reader.ask(write)
        assert (path.read_bytes(), sorted(tmp_path.iterdir())) == before


@pytest.fixture
def used_elsewhere(tmp_path: Path) -> Iterator[Path]:
    """A database in WAL mode that another process, like another worker, has open."""
    path = tmp_path / "a.db"
    make(path, "wal").close()
    program = (
        "import sqlite3, sys; db = sqlite3.connect(sys.argv[1]);"
        "db.execute('SELECT * FROM t').fetchall(); print(flush=True); sys.stdin.read()"
    )
    command = [sys.executable, "-c", program, str(path)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as other:
        assert other.stdout is not None
        other.stdout.readline()
        yield path
        other.communicate()


def test_the_application_can_write_meanwhile(used_elsewhere: Path) -> None:
    """A connection of this process that is opened during a look can write, then and afterwards."""
    own: list[sqlite3.Connection] = []

    def ask(connection: sqlite3.Connection) -> None:
        connection.execute("SELECT * FROM t").fetchall()
        own.append(sqlite3.connect(used_elsewhere, isolation_level=None))
        own[0].execute("INSERT INTO t VALUES (1)")

    with closing(SQLiteReader(SQLiteFile(used_elsewhere), 1.0)) as reader:
        reader.ask(ask)
    with closing(own[0]):
        own[0].execute("INSERT INTO t VALUES (2)")


def test_users_who_leave_meanwhile(tmp_path: Path) -> None:
    """A file in WAL mode that cannot be opened in that moment is looked at once more."""
    path = tmp_path / "a.db"
    make(path, "wal").close()
    failures = [_cannot_open(), _cannot_open()]

    def ask(connection: sqlite3.Connection) -> object:
        if failures:
            raise failures.pop()
        return connection.execute("SELECT count(*) FROM t").fetchone()

    with closing(SQLiteReader(SQLiteFile(path), 1.0)) as reader:
        assert reader.ask(ask) == (0,)


@pytest.mark.parametrize("mode", ["wal", "delete"])
def test_a_file_that_never_opens_is_not_tried_without_end(tmp_path: Path, mode: str) -> None:
    """Whoever cannot open it is told so at last; in other modes at once."""
    path = tmp_path / "a.db"
    make(path, mode).close()
    tried: list[object] = []

    def ask(connection: sqlite3.Connection) -> None:
        tried.append(connection)
        raise _cannot_open()

    with (
        closing(SQLiteReader(SQLiteFile(path), 1.0)) as reader,
        pytest.raises(sqlite3.OperationalError),
    ):
        reader.ask(ask)
    assert len(tried) == (4 if mode == "wal" else 1)


def _cannot_open() -> sqlite3.OperationalError:
    """SQLite's own error of a file that is not there."""
    with pytest.raises(sqlite3.OperationalError) as caught:
        sqlite3.connect("file:/absent/a.db?mode=ro", uri=True)
    return caught.value
