"""Checks of SQLite files, what they find, and writers of such files."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from django_health.databases.sqlite.check import SQLiteCheck
from django_health.failure import CheckFailed
from django_health.result import Outcome
from django_health.targets import SQLiteTarget

PREFIX = "django_health_database_"


def check_of(path: Path | str, timeout: float = 2.0) -> SQLiteCheck:
    """A check of the file."""
    return SQLiteCheck(SQLiteTarget("default", "sqlite3", name=str(path)), timeout)


def outcome_of(path: Path | str, timeout: float = 2.0) -> Outcome:
    """The outcome of a check's only run."""
    with closing(check_of(path, timeout)) as check:
        return check.check()


def failure_of(path: Path | str) -> CheckFailed:
    """The failure of a check's only run."""
    with closing(check_of(path)) as check, pytest.raises(CheckFailed) as caught:
        check.check()
    assert str(path) not in f"{caught.value!r} {caught.value.outcome()!r}"
    return caught.value


def figure(outcome: Outcome, name: str) -> float | None:
    """The value of the only measurement of a family; None where there is none."""
    values = [m.value for m in outcome.measurements if m.family.name == PREFIX + name]
    return values[0] if values else None


def names_in(folder: Path) -> list[str]:
    """The names of a folder's files."""
    return sorted(file.name for file in folder.iterdir())


def connect(path: Path, mode: str = "delete") -> sqlite3.Connection:
    """A writer's connection in autocommit mode."""
    connection = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
    connection.execute(f"PRAGMA journal_mode = {mode}")
    connection.execute("CREATE TABLE IF NOT EXISTS kept (value)")
    return connection
