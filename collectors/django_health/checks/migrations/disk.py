"""The migrations on disk, read once for all databases of the process."""

from __future__ import annotations

import importlib
import threading
from collections.abc import Mapping
from dataclasses import dataclass

from django.apps import apps
from django.conf import settings
from django.db.migrations import Migration
from django.db.migrations.loader import MigrationLoader

from django_health.checks.migrations.folders import Folders
from django_health.failure import CheckFailed
from django_health.project import explained
from django_health.result import Reason

Key = tuple[str, str]
"""Label of the application and name of the migration."""


@dataclass(frozen=True, slots=True, eq=False)
class Disk:
    """The migrations of the installed applications; a new one is made when anything changes.

    Attributes:
        migrations: As Django's loader reads them; replaced and replacing ones alike.
        migrated: Labels of the applications that have migrations.
        unmigrated: Labels of those that have none.
        known: Every migration that is there, or that a squashed one says it replaces.
    """

    migrations: Mapping[Key, Migration]
    migrated: frozenset[str]
    unmigrated: frozenset[str]
    known: frozenset[Key]


class SharedDisk:
    """Reads the migrations when first asked, and again when files came or went.

    Migrations are Python modules, so a process sees what a deployment does to them only in part: a
    new file is imported, a file that is gone is forgotten, but a file that was read before and has
    other contents now is not read again. Nor are settings: an application that a deployment adds
    to ``INSTALLED_APPS`` is known after a restart.
    """

    def __init__(self) -> None:
        self._turn = threading.Lock()
        self._disk: Disk | None = None
        self._folders: Folders | None = None
        self._app_configs: object = None
        self._modules: object = None

    def current(self, timeout: float) -> Disk:
        """Return what is on disk now; the applications are loaded.

        Args:
            timeout: Seconds to wait while another thread reads.

        Raises:
            CheckFailed: The migrations cannot be loaded (reason ``misconfigured``), or another
                thread still reads them (reason ``timeout``).
        """
        if not self._turn.acquire(timeout=timeout):
            raise CheckFailed(Reason.TIMEOUT, "the migrations are still being loaded")
        try:
            return self._current()
        finally:
            self._turn.release()

    def _current(self) -> Disk:
        if self._disk is None or self._folders is None or not self._is_same_project():
            return self._read()
        if self._folders.are_as_they_were():
            return self._disk
        if gone := self._folders.gone():
            raise _failure(
                f"the migrations of {gone[0]} are no longer where this process found them: "
                "restart it if another release was deployed"
            )
        try:
            return self._read()
        except CheckFailed as failure:
            raise _failure(
                f"{failure}; they have changed since this process began: restart it if another "
                "release was deployed"
            ) from None

    def _is_same_project(self) -> bool:
        """Whether nobody changed the applications; Django puts in another dictionary then."""
        same = self._app_configs is apps.app_configs
        return same and self._modules == settings.MIGRATION_MODULES

    def _read(self) -> Disk:
        app_configs, modules = apps.app_configs, dict(settings.MIGRATION_MODULES)
        try:
            importlib.invalidate_caches()  # or Python might not look for new files
            folders = Folders()
            loader = MigrationLoader(None, load=False)
            loader.load_disk()
        except (Exception, SystemExit) as error:  # noqa: BLE001 - a migration may raise anything
            raise _failure(f"the migrations cannot be loaded: {explained(error)}") from None
        disk = _disk_of(loader)
        if self._disk is None or not _are_alike(self._disk, disk):
            self._disk = disk
        self._folders, self._app_configs, self._modules = folders, app_configs, modules
        return self._disk


def _disk_of(loader: MigrationLoader) -> Disk:
    migrations = dict(loader.disk_migrations or {})
    replaced = {key for migration in migrations.values() for key in migration.replaces}
    return Disk(
        migrations,
        frozenset(loader.migrated_apps),
        frozenset(loader.unmigrated_apps),
        frozenset(migrations) | replaced,
    )


def _are_alike(old: Disk, new: Disk) -> bool:
    """Whether both hold the same modules' migrations of the same applications."""
    return (old.migrated, old.unmigrated, _classes(old)) == (
        new.migrated,
        new.unmigrated,
        _classes(new),
    )


def _classes(disk: Disk) -> dict[Key, type[Migration]]:
    return {key: type(migration) for key, migration in disk.migrations.items()}


def _failure(message: str) -> CheckFailed:
    return CheckFailed(Reason.MISCONFIGURED, message)


DISK = SharedDisk()
"""The migrations of this process' project."""
