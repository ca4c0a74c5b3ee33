"""SQLite files that are locked, or larger than what they hold."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager

from mixin_stand.stand import Stand
from mixin_stand.strains.strain import Strain, fired

MEBIBYTE = 1024**2
LOGGED = 70 * MEBIBYTE
FREED = 280 * MEBIBYTE
PAGE = 65536


def _opened(stand: Stand, name: str) -> sqlite3.Connection:
    return sqlite3.connect(stand.project.parent / f"{name}.sqlite3", isolation_level=None)


def _entry(stand: Stand, name: str) -> dict[str, object]:
    path = stand.project.parent / f"{name}.sqlite3"
    return {"ENGINE": "django.db.backends.sqlite3", "NAME": str(path)}


@contextmanager
def _locked(stand: Stand) -> Iterator[None]:
    """Somebody writes, and is not done."""
    with closing(_opened(stand, "locked")) as connection:
        connection.execute("CREATE TABLE sample (id INTEGER)")
        connection.execute("BEGIN EXCLUSIVE")
        with stand.branch.watching("locked", _entry(stand, "locked")):
            yield


@contextmanager
def _logged(stand: Stand) -> Iterator[None]:
    """The log was never written back."""
    with closing(_opened(stand, "logged")) as connection:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA wal_autocheckpoint = 0")
        connection.execute("CREATE TABLE sample (filler BLOB)")
        connection.execute("INSERT INTO sample VALUES (zeroblob(?))", (LOGGED,))
        with stand.branch.watching("logged", _entry(stand, "logged")):
            yield


@contextmanager
def _emptied(stand: Stand) -> Iterator[None]:
    """Nearly all that was in it is deleted."""
    with closing(_opened(stand, "emptied")) as connection:
        for setting in (f"page_size = {PAGE}", "journal_mode = OFF", "synchronous = OFF"):
            connection.execute(f"PRAGMA {setting}")
        connection.execute("CREATE TABLE sample (filler BLOB)")
        connection.execute("INSERT INTO sample VALUES (zeroblob(?))", (FREED,))
        connection.execute("DELETE FROM sample")
        with stand.branch.watching("emptied", _entry(stand, "emptied")):
            yield


STRAINS = (
    Strain(_locked, (fired("SQLiteBusy"),)),
    Strain(_logged, (fired("SQLiteWALGrown"),)),
    Strain(_emptied, (fired("SQLiteFreePages"),)),
)
