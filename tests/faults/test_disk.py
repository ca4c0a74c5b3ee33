"""A disk without a byte left, under files that the application writes."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from full_disk import full, mounted
from server_faults import Watch, borne, watched
from server_faults.ground import pages_entry

WRITTEN = ("cache/pages", "cache/table", "storage/uploads")
"""What has to write to the disk in order to be of use."""

_FILES = "django.core.files.storage.FileSystemStorage"
_TABLE = "django.core.cache.backends.db.DatabaseCache"


@pytest.fixture(params=["delete", "wal"])
def on_disk(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[tuple[Path, Watch]]:
    """A disk with a database that an application has open, and the daemon that watches both."""
    disk = tmp_path / "disk"
    disk.mkdir()
    with mounted(disk), closing(sqlite3.connect(disk / "db")) as application:
        application.execute(f"PRAGMA journal_mode = {request.param}")
        (disk / "uploads").mkdir()
        with watched(
            tmp_path,
            {"database/default", "cache/elsewhere", *WRITTEN},
            {
                "DATABASES": {
                    "default": {"ENGINE": "django.db.backends.sqlite3", "NAME": str(disk / "db")}
                },
                "CACHES": {
                    "pages": pages_entry(disk / "pages"),
                    "table": {"BACKEND": _TABLE, "LOCATION": "cache_table"},
                    "elsewhere": pages_entry(tmp_path / "elsewhere"),
                },
                "STORAGES": {
                    "uploads": {"BACKEND": _FILES, "OPTIONS": {"location": str(disk / "uploads")}}
                },
            },
            command=["createcachetable"],
            checks={"STORAGE": {"uploads": {"MIN_INTERVAL": 0}}},
        ) as watch:
            application.execute("SELECT count(*) FROM cache_table").fetchone()
            yield disk, watch


def test_full_disk(on_disk: tuple[Path, Watch]) -> None:
    """What writes there is ``unavailable``; what only reads, and what lies elsewhere, is well."""
    disk, watch = on_disk
    borne(watch, full(disk), dict.fromkeys(WRITTEN, "unavailable"))


def test_full_disk_is_called_so(on_disk: tuple[Path, Watch]) -> None:
    """Each of them says what is wrong, and leaves no file behind."""
    disk, watch = on_disk
    before = sorted(path.name for path in disk.rglob("*"))
    with full(disk):
        checks = watch.exporter.get("/health/detailed/").json()["checks"]
        messages = [
            checks[component]["targets"][alias]["message"]
            for component, _, alias in (target.partition("/") for target in WRITTEN)
        ]
    assert all("the disk is full" in message for message in messages), messages
    watch.expect()
    assert sorted(path.name for path in disk.rglob("*")) == before
