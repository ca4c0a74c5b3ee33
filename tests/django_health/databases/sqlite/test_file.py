"""Where an SQLite database lies."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from django_health.databases.sqlite.file import SQLiteFile, is_in_wal_mode, sqlite_file
from django_health.failure import CheckFailed
from django_health.result import Reason


def test_path(tmp_path: Path) -> None:
    """Symbolic links are followed, for SQLite puts its other files beside the real one."""
    (tmp_path / "real").mkdir()
    (tmp_path / "link.db").symlink_to(tmp_path / "real" / "a.db")
    file = sqlite_file(str(tmp_path / "link.db"))
    assert file == SQLiteFile(tmp_path / "real" / "a.db")
    assert file.wal == tmp_path / "real" / "a.db-wal"
    assert file.shm == tmp_path / "real" / "a.db-shm"


def test_relative_path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A relative path begins at the working directory, as in Django."""
    monkeypatch.chdir(tmp_path)
    assert sqlite_file("a.db") == SQLiteFile(tmp_path / "a.db")


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("file:/data/a%20b.db?mode=ro", SQLiteFile(Path("/data/a b.db"))),
        ("file:///data/a.db?cache=shared", SQLiteFile(Path("/data/a.db"))),
        ("file:/data/a.db?immutable=1", SQLiteFile(Path("/data/a.db"), immutable=True)),
        (":memory:", None),
        ("file::memory:", None),
        ("file:name?mode=memory", None),
        ("file:", None),
    ],
)
def test_uri(name: str, expected: SQLiteFile | None) -> None:
    """URIs are understood as SQLite understands them."""
    assert sqlite_file(name) == expected


@pytest.mark.parametrize("name", ["a\0b", "file:a%00b", "file://[x", "\ud800"])
def test_what_can_be_no_name(name: str) -> None:
    """It is the configuration's fault, and no fault of the check."""
    with pytest.raises(CheckFailed) as caught:
        sqlite_file(name)
    assert caught.value.reason is Reason.MISCONFIGURED


@pytest.mark.parametrize("name", ["a b.db", "what?.db", "50%25.db", "a#b&c=d.db", "ä\udcff.db"])
def test_opened_by_uri(tmp_path: Path, name: str) -> None:
    """Whatever the name, SQLite opens that very file, and for reading alone."""
    path = tmp_path / name
    path.touch()
    uri = SQLiteFile(path).uri(immutable=False)
    with closing(sqlite3.connect(uri, uri=True)) as connection:
        assert connection.execute("PRAGMA page_count").fetchone() == (0,)
        with pytest.raises(sqlite3.OperationalError, match="readonly"):
            connection.execute("CREATE TABLE t (x)")


def test_no_index_is_made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A log of another user's without its index is not given one that belongs to this user."""
    monkeypatch.setattr(os, "geteuid", lambda: tmp_path.stat().st_uid + 1)
    path = tmp_path / "a.db"
    with closing(sqlite3.connect(path)) as writer:
        writer.execute("PRAGMA journal_mode = wal")
        writer.execute("CREATE TABLE t (x)")
        copy = tmp_path / "copy.db"
        copy.write_bytes(path.read_bytes())
        copy.with_name("copy.db-wal").write_bytes(path.with_name("a.db-wal").read_bytes())
    uri = SQLiteFile(copy).uri(immutable=False)
    with closing(sqlite3.connect(uri, uri=True)) as reader:
        with pytest.raises(sqlite3.OperationalError, match="unable to open"):
            reader.execute("SELECT * FROM t")
        assert not copy.with_name("copy.db-shm").exists()


def test_wal_mode(tmp_path: Path) -> None:
    """The header says whether there is a write-ahead log; an empty file has no header."""
    path = tmp_path / "a.db"
    path.touch()

    def header() -> bool:
        with path.open("rb") as opened:
            return is_in_wal_mode(opened.fileno())

    assert not header()
    for mode in ("delete", "wal"):
        with closing(sqlite3.connect(path)) as connection:
            connection.execute(f"PRAGMA journal_mode = {mode}")
            connection.execute("CREATE TABLE IF NOT EXISTS t (x)")
        assert header() is (mode == "wal")


def test_own_files_have_an_index_that_can_be_written(tmp_path: Path) -> None:
    """All connections of a process share it: the application's would write nothing any more."""
    path = tmp_path / "a.db"
    assert "readonly_shm" in SQLiteFile(path).uri(immutable=False)
    path.touch()
    assert "readonly_shm" not in SQLiteFile(path).uri(immutable=False)
    assert "immutable=1" in SQLiteFile(path).uri(immutable=True)
