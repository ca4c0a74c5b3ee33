"""The folders of migrations, and whether files came or went there."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from django_health.checks.migrations import folders
from django_health.checks.migrations.folders import Folders
from migrated import shop_installed

pytestmark = pytest.mark.usefixtures("django_project")


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A Django application without migrations, with a name that no other test has."""
    folder = tmp_path / f"app_{tmp_path.name}"
    folder.mkdir()
    (folder / "__init__.py").touch()
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.setattr(folders, "_SETTLED", 0.0)
    return folder


@contextmanager
def installed(package: Path, **changes: object) -> Iterator[Folders]:
    """The application is the only one; gives its folders."""
    with shop_installed(INSTALLED_APPS=[package.name], DATABASE_ROUTERS=[], **changes):
        yield Folders()


def migrations_of(package: Path) -> Path:
    """Give the application its folder of migrations."""
    folder = package / "migrations"
    folder.mkdir()
    (folder / "__init__.py").touch()
    return folder


def test_nothing_changes_while_nothing_is_done(package: Path) -> None:
    """Reading the files is no change."""
    folder = migrations_of(package)
    with installed(package) as found:
        list(folder.iterdir())
        assert found.are_as_they_were()
        assert found.gone() == []


def test_new_file_is_a_change(package: Path) -> None:
    """A deployment brought it."""
    folder = migrations_of(package)
    with installed(package) as found:
        (folder / "0001_initial.py").touch()
        assert not found.are_as_they_were()
        assert found.gone() == []


def test_change_is_seen_though_the_folder_bears_an_old_time(package: Path) -> None:
    """As copying programs set it."""
    folder = migrations_of(package)
    before = folder.stat()
    with installed(package) as found:
        (folder / "0001_initial.py").touch()
        os.utime(folder, ns=(before.st_atime_ns, before.st_mtime_ns))
        assert not found.are_as_they_were()


def test_folder_that_changed_just_now_is_not_trusted(
    package: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The next file may get the same time from a coarse clock."""
    migrations_of(package)
    monkeypatch.setattr(folders, "_SETTLED", 3600.0)
    with installed(package) as found:
        assert not found.are_as_they_were()


def test_first_folder_of_migrations_is_a_change(package: Path) -> None:
    """An application gets its first migration."""
    with installed(package) as found:
        assert found.are_as_they_were()
        migrations_of(package)
        assert not found.are_as_they_were()


def test_folder_that_is_gone_is_named_by_its_application(package: Path) -> None:
    """As when an old release is removed below a process that still runs it."""
    folder = migrations_of(package)
    with installed(package) as found:
        folder.rename(package / "elsewhere")
        assert not found.are_as_they_were()
        assert found.gone() == [package.name]


def test_other_folder_in_its_place_is_a_change(package: Path) -> None:
    """As when a link to the current release is set anew."""
    for release in ("one", "two"):
        (package / release).mkdir()
        (package / release / "__init__.py").touch()
    link = package / "migrations"
    link.symlink_to("one")
    with installed(package) as found:
        link.unlink()
        link.symlink_to("two")
        assert not found.are_as_they_were()
        assert found.gone() == []


def test_folders_are_where_the_settings_have_them(package: Path) -> None:
    """MIGRATION_MODULES moves them or switches them off; a missing one is Django's affair."""
    folder = migrations_of(package)
    moved = package / "moved"
    moved.mkdir()
    (moved / "__init__.py").touch()
    with installed(package, MIGRATION_MODULES={package.name: f"{package.name}.moved"}) as found:
        (folder / "0001_initial.py").touch()
        assert found.are_as_they_were()
        (moved / "0001_initial.py").touch()
        assert not found.are_as_they_were()
    for module in (None, "nosuch.module"):
        with installed(package, MIGRATION_MODULES={package.name: module}) as found:
            (folder / f"0002_{module}.py").touch()
            assert found.are_as_they_were()


def test_settled_folders_are_not_those_of_a_moment_ago(package: Path) -> None:
    """The time it takes is a matter of seconds."""
    migrations_of(package)
    later = time.time() + 3
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(folders, "_SETTLED", 2.0)
        patch.setattr(time, "time", lambda: later)
        with installed(package) as found:
            assert found.are_as_they_were()
