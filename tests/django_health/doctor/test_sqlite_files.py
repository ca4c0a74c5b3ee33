"""What is said of files of SQLite that are unavailable."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from django_health.doctor.sqlite_files import file_ways
from django_health.doctor.way import Way
from django_health.result import Reason, Status
from django_health.targets import SQLiteTarget
from sample_checks import result_of


def way_of(
    name: str, component: str = "database", reason: Reason = Reason.UNAVAILABLE
) -> Way | None:
    """What is said of the file of a check that fails."""
    ill = result_of(component, "a", status=Status.ERROR, reason=reason, message="it fails")
    return file_ways([ill], [SQLiteTarget("a", "", name=name)]).get(ill.label)


@pytest.mark.parametrize("component", ["database", "migrations"])
def test_a_missing_file(tmp_path: Path, component: str) -> None:
    """Where it is looked for, and who has to be able to create it."""
    way = way_of(f"file:{tmp_path}/a.db?mode=ro", component)
    assert way is not None
    assert way.what == f"the database file is looked for at {tmp_path}/a.db, and is not there"
    assert f"has to be able to write in {tmp_path}" in way.remedy


def test_a_relative_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is told from which folder, the usual reason why a file is not found."""
    monkeypatch.chdir(tmp_path)
    way = way_of("a.db")
    assert way is not None
    assert f"{tmp_path}/a.db (its name is relative" in way.what


def test_a_missing_folder(tmp_path: Path) -> None:
    """No user could create the file."""
    way = way_of(f"{tmp_path}/b/a.db")
    assert way is not None
    assert "that folder is not there" in way.what
    assert "make the folder" in way.remedy


def test_a_file_that_is_there(tmp_path: Path) -> None:
    """The check says what is wrong; there is no server's log."""
    with closing(sqlite3.connect(tmp_path / "a.db")) as made:
        made.execute("CREATE TABLE a (b)")
    way = way_of(f"{tmp_path}/a.db")
    assert way is not None
    assert way.what == "it fails"
    assert f"which process has {tmp_path}/a.db open" in way.remedy


def test_what_else_fails(tmp_path: Path) -> None:
    """Other reasons have their remedies; memory has no file."""
    assert way_of(f"{tmp_path}/a.db", reason=Reason.PERMISSION) is None
    assert way_of(f"{tmp_path}/a.db", "cache") is None
    assert way_of(":memory:") is None
    assert way_of("a\0") is None
