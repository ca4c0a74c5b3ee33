"""The migrations on disk, read once for all databases of the process."""

from __future__ import annotations

import os
import shutil
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.test import override_settings

from django_health.checks.migrations import folders
from django_health.checks.migrations.disk import Disk, SharedDisk
from django_health.failure import CheckFailed
from django_health.result import Reason
from migrated import shop_installed

pytestmark = pytest.mark.usefixtures("django_project")

MIGRATION = "from django.db import migrations\nclass Migration(migrations.Migration):\n    {body}\n"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The migrations of an installed application, with a name that no other test has."""
    name = f"app_{tmp_path.name}"
    folder = tmp_path / name / "migrations"
    folder.mkdir(parents=True)
    for package in (folder, folder.parent):
        (package / "__init__.py").touch()
    write(folder, "0001")
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.setattr(folders, "_SETTLED", 0.0)
    monkeypatch.setattr(sys, "dont_write_bytecode", True)  # which changes the folder as well
    with shop_installed(INSTALLED_APPS=[name], DATABASE_ROUTERS=[]):
        yield folder


def write(folder: Path, name: str, body: str = "pass") -> None:
    """Write a migration."""
    (folder / f"{name}.py").write_text(MIGRATION.format(body=body), encoding="utf-8")


def names(disk: Disk) -> list[str]:
    """The names of the migrations."""
    return sorted(name for _, name in disk.migrations)


def failure(shared: SharedDisk) -> CheckFailed:
    """How reading fails."""
    with pytest.raises(CheckFailed) as caught:
        shared.current(5.0)
    assert caught.value.reason is Reason.MISCONFIGURED
    return caught.value


def test_disk_is_read_once(folder: Path) -> None:
    """Nothing is imported or listed again while nothing changes."""
    shared = SharedDisk()
    disk = shared.current(5.0)
    assert (names(disk), list(disk.migrated)) == (["0001"], [folder.parent.name])
    assert shared.current(5.0) is disk


def test_new_file_is_seen_without_a_restart(folder: Path) -> None:
    """A deployment brought it."""
    shared = SharedDisk()
    shared.current(5.0)
    write(folder, "0002", f"dependencies = [({folder.parent.name!r}, '0001')]")
    disk = shared.current(5.0)
    assert names(disk) == ["0001", "0002"]
    assert disk.migrations[folder.parent.name, "0002"].dependencies


def test_new_file_is_seen_though_its_folder_bears_an_old_time(folder: Path) -> None:
    """Copying programs set it, and by it Python knows whether to look for new modules."""
    shared = SharedDisk()
    shared.current(5.0)
    before = folder.stat()
    write(folder, "0002")
    os.utime(folder, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert names(shared.current(5.0)) == ["0001", "0002"]


def test_file_that_is_gone_is_forgotten(folder: Path) -> None:
    """A deployment went back."""
    write(folder, "0002")
    shared = SharedDisk()
    shared.current(5.0)
    (folder / "0002.py").unlink()
    assert names(shared.current(5.0)) == ["0001"]


def test_change_that_is_none_gives_the_same_disk(folder: Path) -> None:
    """So that nothing is compared again for a file that is no migration."""
    shared = SharedDisk()
    disk = shared.current(5.0)
    (folder / "notes.txt").touch()
    assert shared.current(5.0) is disk


@pytest.mark.usefixtures("folder")
def test_applications_that_change_are_seen() -> None:
    """As tests of a project change them."""
    shared = SharedDisk()
    disk = shared.current(5.0)
    with shop_installed():
        assert shared.current(5.0).migrated == {"orders", "archive"}
    assert names(shared.current(5.0)) == names(disk)


def test_modules_of_migrations_that_change_are_seen(folder: Path) -> None:
    """``None`` says that an application has none."""
    name = folder.parent.name
    shared = SharedDisk()
    shared.current(5.0)
    with override_settings(MIGRATION_MODULES={name: None}):
        disk = shared.current(5.0)
        assert (disk.migrations, list(disk.migrated), list(disk.unmigrated)) == ({}, [], [name])


def test_replaced_migrations_are_known_without_a_file(folder: Path) -> None:
    """As long as a squashed one names them."""
    name = folder.parent.name
    write(folder, "0002_squashed", f"replaces = [({name!r}, '0000')]")
    known = SharedDisk().current(5.0).known
    assert known == {(name, "0000"), (name, "0001"), (name, "0002_squashed")}


@pytest.mark.parametrize(
    ("body", "told"),
    [
        ("raise RuntimeError('canary')", "RuntimeError at 0002.py:3"),
        ("raise SystemExit('canary')", "SystemExit at 0002.py:3"),
        ("canary canary", "SyntaxError at 0002.py:3"),
        ("import no_such_module", "there is no module 'no_such_module'"),
    ],
)
def test_migration_that_cannot_be_imported_is_a_failure(folder: Path, body: str, told: str) -> None:
    """By type and place alone, again with every run, and no longer than it lasts."""
    write(folder, "0002", body)
    shared = SharedDisk()
    for _ in range(2):
        assert str(failure(shared)) == f"the migrations cannot be loaded: {told}"
    (folder / "0002.py").unlink()
    assert names(shared.current(5.0)) == ["0001"]


def test_new_file_that_cannot_be_imported_asks_for_a_restart(folder: Path) -> None:
    """It may need code of its release, of which this process has the older one."""
    shared = SharedDisk()
    disk = shared.current(5.0)
    write(folder, "0002", "from django_health.version import of_tomorrow")
    for _ in range(2):
        assert str(failure(shared)) == (
            "the migrations cannot be loaded: ImportError at 0002.py:3; they have changed since "
            "this process began: restart it if another release was deployed"
        )
    (folder / "0002.py").unlink()
    assert shared.current(5.0) is disk


def test_folder_that_is_gone_is_no_absence_of_migrations(folder: Path) -> None:
    """The old release was removed: what was applied is not unknown for that."""
    shared = SharedDisk()
    disk = shared.current(5.0)
    aside = folder.with_name("aside")
    shutil.move(folder, aside)
    for _ in range(2):
        assert str(failure(shared)) == (
            f"the migrations of {folder.parent.name} are no longer where this process found them: "
            "restart it if another release was deployed"
        )
    shutil.move(aside, folder)
    assert shared.current(5.0) is disk


def test_thread_that_reads_for_too_long_is_waited_for_within_the_time(folder: Path) -> None:
    """A migration that hangs when it is imported takes the checks of one database alone."""
    started, go = threading.Event(), threading.Event()
    threading.events_of_test = started, go  # type: ignore[attr-defined]
    write(
        folder,
        "0002",
        "import threading; threading.events_of_test[0].set(); threading.events_of_test[1].wait(30)",
    )
    shared = SharedDisk()
    thread = threading.Thread(target=shared.current, args=(5.0,))
    thread.start()
    try:
        assert started.wait(10)
        with pytest.raises(CheckFailed, match=r"^the migrations are still being loaded$") as caught:
            shared.current(0.05)
        assert caught.value.reason is Reason.TIMEOUT
    finally:
        go.set()
        thread.join()
        del threading.events_of_test  # type: ignore[attr-defined]
    assert names(shared.current(5.0)) == ["0001", "0002"]
