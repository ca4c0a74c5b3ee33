"""The kept connection through a Django backend."""

from __future__ import annotations

import gc
import sqlite3
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from django_health.databases.django.connection import DjangoConnection
from django_health.databases.django.kept import KeptDjangoConnection
from django_health.failure import CheckFailed
from django_health.result import Reason
from django_projects import database, postgresql_settings
from live_servers import PostgreSQL


@pytest.fixture
def kept(django_project: Path, postgresql: PostgreSQL) -> Iterator[KeptDjangoConnection]:
    """One on a real server."""
    assert django_project.is_dir()
    with database("pg", **postgresql_settings(postgresql)):
        made = KeptDjangoConnection("pg", 2.0)
        yield made
        made.close()


def pid(connection: DjangoConnection) -> int:
    """The session's process on the server."""
    row = connection.row("SELECT pg_backend_pid()")
    assert row is not None
    return int(row[0])


def test_one_connection_serves_all_runs(kept: KeptDjangoConnection) -> None:
    """And closing it lets the next run open another."""
    first = kept.use(pid)
    assert kept.use(pid) == first
    kept.close()
    assert kept.use(pid) != first


def test_a_connection_that_died_meanwhile_is_replaced(
    kept: KeptDjangoConnection, postgresql: PostgreSQL
) -> None:
    """The run notices nothing."""
    first = kept.use(pid)
    with postgresql.connect() as admin:
        admin.execute("SELECT pg_terminate_backend(%s, 5000)", [first])
    assert kept.use(pid) != first


def test_a_cancelled_run_ends_and_is_not_begun_again(kept: KeptDjangoConnection) -> None:
    """It is a timeout, whatever the driver says of its socket."""
    kept.use(pid)
    runs: list[int] = []

    def sleep(connection: DjangoConnection) -> None:
        runs.append(1)
        connection.row("SELECT pg_sleep(60)")

    threading.Timer(0.2, kept.cancel).start()
    begun = time.monotonic()
    with pytest.raises(CheckFailed) as caught:
        kept.use(sleep)
    assert time.monotonic() - begun < 20
    assert (caught.value.reason, runs) == (Reason.TIMEOUT, [1])
    kept.use(pid)


def test_errors_are_explained(kept: KeptDjangoConnection) -> None:
    """By their SQLSTATE."""
    with pytest.raises(CheckFailed, match="SQLSTATE 42P01") as caught:
        kept.use(lambda connection: connection.row("SELECT * FROM canary"))
    assert caught.value.reason is Reason.MISCONFIGURED
    assert "canary" not in str(caught.value)


def test_a_file_is_not_kept_open(django_project: Path, tmp_path: Path) -> None:
    """A replaced SQLite file is seen at the next run."""
    assert django_project.is_dir()
    path = tmp_path / "db.sqlite3"
    path.touch()
    with database("file", ENGINE="django.db.backends.sqlite3", NAME=path):
        kept = KeptDjangoConnection("file", 2.0)
        assert kept.use(lambda connection: connection.row("SELECT 1")) == (1,)
        path.unlink()
        with pytest.raises(CheckFailed, match="file does not exist"):
            kept.use(lambda connection: connection.row("SELECT 1"))


def test_a_statement_that_fails_leaves_no_file_open(django_project: Path, tmp_path: Path) -> None:
    """Also before the garbage collector runs."""
    assert django_project.is_dir()
    file = tmp_path / "db"
    sqlite3.connect(file).close()

    def fill(connection: DjangoConnection) -> None:
        connection.execute("PRAGMA max_page_count = 1")
        with connection.transaction(writes=True):
            connection.execute("CREATE TABLE too_large (id INTEGER)")

    with database("file", ENGINE="django.db.backends.sqlite3", NAME=str(file)):
        kept = KeptDjangoConnection("file", 2.0)
        gc.disable()
        try:
            with pytest.raises(CheckFailed, match="the disk is full"):
                kept.use(fill)
            assert str(file) not in _open_files()
        finally:
            gc.enable()


def _open_files() -> set[str]:
    descriptors = Path("/proc/self/fd").iterdir()
    return {str(one.readlink()) for one in descriptors if one.is_symlink()}
