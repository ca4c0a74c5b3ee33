"""The SQLite check as a user without rights; root's own rights are laid down for it."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from django_health.result import Reason, Status
from sqlite_checks import connect, failure_of, outcome_of

NOBODY = 65534


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """A folder that other users can reach, unlike those of pytest."""
    folder = Path(tempfile.mkdtemp())
    folder.chmod(0o755)
    yield folder
    folder.chmod(0o755)
    shutil.rmtree(folder)


@contextmanager
def as_nobody() -> Iterator[None]:
    """Be a user without rights for a while; root may do everything."""
    if os.geteuid() != 0:
        yield
        return
    os.seteuid(NOBODY)
    try:
        yield
    finally:
        os.seteuid(0)


def test_unreadable(open_folder: Path) -> None:
    """A file or folder that this user may not read is a matter of permission."""
    path = open_folder / "secret.db"
    connect(path).close()
    path.chmod(0)
    with as_nobody():
        assert failure_of(path).reason is Reason.PERMISSION
    path.chmod(0o644)
    open_folder.chmod(0)
    with as_nobody():
        assert failure_of(path).reason is Reason.PERMISSION


def test_unreadable_log(open_folder: Path) -> None:
    """A write-ahead log that this user may not read is named."""
    used = open_folder / "used.db"
    with closing(connect(used, "wal")):
        for ending in ("", "-wal", "-shm"):  # as of a user who is another process
            shutil.copy(f"{used}{ending}", f"{open_folder / 'copy.db'}{ending}")
    (open_folder / "copy.db-shm").chmod(0)
    with as_nobody():
        failed = failure_of(open_folder / "copy.db")
    assert failed.reason is Reason.PERMISSION
    assert "-shm" in str(failed)


def test_other_users_wal(open_folder: Path) -> None:
    """In another user's folder a database in WAL mode is read, in use and at rest."""
    path = open_folder / "wal.db"
    with closing(connect(path, "wal")), as_nobody():
        in_use = outcome_of(path)
    with as_nobody():
        at_rest = outcome_of(path)
    for outcome in (in_use, at_rest):
        assert outcome.status is Status.OK
        assert outcome.details["journal_mode"] == "wal"
        assert outcome.details["read_only"] is True


def test_read_only(open_folder: Path) -> None:
    """A file that may be written in a folder that may not is read-only to SQLite."""
    path = open_folder / "shared.db"
    connect(path).close()
    path.chmod(0o666)
    with as_nobody():
        assert outcome_of(path).details["read_only"] is True
    open_folder.chmod(0o777)
    with as_nobody():
        assert outcome_of(path).details["read_only"] is False
