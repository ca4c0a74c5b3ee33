"""The folders of migrations, and whether files came or went there."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator, Mapping
from importlib.util import find_spec
from typing import NamedTuple

from django.apps import AppConfig, apps
from django.db.migrations.loader import MIGRATIONS_MODULE_NAME, MigrationLoader

_SETTLED = 2.0
"""Seconds after a change in which another one may bear the same time, the clocks of file systems
being coarse."""


class Stamp(NamedTuple):
    """What changes with a folder's files, or when another folder takes its place."""

    device: int
    inode: int
    modified: int
    changed: int


class Folders:
    """The folders in which the installed applications have, or could have, their migrations.

    It is made before the files are read: what is added meanwhile is found by the next look.
    """

    def __init__(self) -> None:
        self._paths = dict(_paths())
        self._stamps = _stamps(self._paths)
        now = time.time()
        self._is_settled = all(
            abs(now - stamp.changed / 1e9) > _SETTLED for stamp in self._stamps.values() if stamp
        )

    def are_as_they_were(self) -> bool:
        """Whether no file came or went since."""
        return self._is_settled and _stamps(self._paths) == self._stamps

    def gone(self) -> list[str]:
        """The applications whose folder was there and is no more."""
        now = _stamps(self._paths)
        lost = {path for path, stamp in self._stamps.items() if stamp and not now[path]}
        return sorted({label for path, label in self._paths.items() if path in lost})


def _paths() -> Iterator[tuple[str, str]]:
    """Each folder, with the label of its application."""
    for config in apps.get_app_configs():
        module, is_explicit = MigrationLoader.migrations_module(config.label)
        if module is not None:
            for path in _paths_of(module, config, is_explicit=is_explicit):
                yield path, config.label


def _paths_of(module: str, config: AppConfig, *, is_explicit: bool) -> list[str]:
    try:
        spec = find_spec(module)
    except ModuleNotFoundError:  # Django's loader decides whether that matters
        spec = None
    if spec is not None and spec.submodule_search_locations is not None:
        return list(spec.submodule_search_locations)
    return [] if is_explicit else [os.path.join(config.path, MIGRATIONS_MODULE_NAME)]  # noqa: PTH118


def _stamps(paths: Mapping[str, str]) -> dict[str, Stamp | None]:
    return {path: _stamp(path) for path in paths}


def _stamp(path: str) -> Stamp | None:
    try:
        found = os.stat(path)  # noqa: PTH116 - at every run, for every application
    except (FileNotFoundError, NotADirectoryError):
        return None
    return Stamp(found.st_dev, found.st_ino, found.st_mtime_ns, found.st_ctime_ns)
