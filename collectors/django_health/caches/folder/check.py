"""A file-based cache: a file of its own is set, got and deleted, and the cache's files counted."""

from __future__ import annotations

import errno
import os
import time
from pathlib import Path
from typing import NamedTuple

from django_health.caches.families import INFO, KEYS, MISSING_PRIVILEGES, SIZE
from django_health.caches.folder.probe_file import PREFIX, probe, remove_if_left_over
from django_health.caches.own_key import operation_figures
from django_health.check import BaseHealthCheck
from django_health.failure import CheckFailed, reason_of
from django_health.result import Measurement, Outcome, Reason, Status
from django_health.targets import FileCacheTarget

SUFFIX = ".djcache"
"""Ends the names of the cache's files."""

MAX_FILES = 100_000
"""Where counting ends and the figures are left out: a file costs some microseconds at each run."""

_FULL = frozenset({errno.ENOSPC, errno.EDQUOT})


class _Files(NamedTuple):
    """The files of the cache."""

    number: int
    size: int


class FileCacheCheck(BaseHealthCheck):
    """The folder of a file-based cache.

    Looking at a folder cannot be interrupted: on a network file system that hangs, a run hangs
    with it until the file system gives up.

    Args:
        target: The folder.
        timeout: Seconds that a run may take.
        max_files: Where counting ends.
    """

    details_are_final = True
    name = "cache"
    description = "a file written to the cache's folder, renamed, read and removed; its files"

    def __init__(
        self, target: FileCacheTarget, timeout: float, *, max_files: int = MAX_FILES
    ) -> None:
        self.target = target.alias
        self.timeout = timeout
        self._folder = os.path.abspath(target.path)  # noqa: PTH100 - as Django does, with ".."
        self._max_files = max_files
        self._info = INFO(1, self.target, "", "files", "")

    def check(self) -> Outcome:
        """Write, read and remove a file, and count those of the cache.

        Raises:
            CheckFailed: The folder does not do a cache's work.
        """
        try:
            return self._ask()
        except PermissionError:
            return self._closed_to_us([f"set, get, delete, keys, size: {_LET_IN}"])
        except FileNotFoundError:
            return self._not_there()
        except NotADirectoryError:
            failure = CheckFailed(Reason.MISCONFIGURED, "LOCATION is a file and no folder")
        raise failure

    def _ask(self) -> Outcome:
        details: dict[str, object] = {"backend": "files"}
        measurements = [self._info]
        if files := self._counted():
            details |= {"keys": files.number, "size_bytes": files.size}
            measurements += self._figures(files)
        else:
            details["not_measured"] = [f"keys, size: more than {self._max_files} files"]
        try:
            seconds = probe(self._folder)
        except PermissionError:
            return self._closed_to_us([f"set, get, delete: {_LET_IN}"], details, measurements)
        except OSError as error:
            failure = _failure_of(error, details, tuple(measurements))
        else:
            details["operation_seconds"] = seconds
            figures = operation_figures(seconds, self.target, "")
            return Outcome(details=details, measurements=(*measurements, *figures))
        raise failure

    def _counted(self) -> _Files | None:
        """Count the cache's files, ``None`` if they are too many; clear up after killed runs."""
        number = size = 0
        now = time.time()
        with os.scandir(self._folder) as entries:
            for entry in entries:
                if entry.name.startswith(PREFIX):
                    remove_if_left_over(entry, now)
                elif entry.name.endswith(SUFFIX):
                    number += 1
                    size += _size(entry)
                    if number > self._max_files:
                        return None
        return _Files(number, size)

    def _figures(self, files: _Files) -> list[Measurement]:
        return [KEYS(files.number, self.target, ""), SIZE(files.size, self.target, "")]

    def _closed_to_us(
        self,
        missing: list[str],
        details: dict[str, object] | None = None,
        measurements: list[Measurement] | None = None,
    ) -> Outcome:
        """The application may well write where this user may not, so it is no error."""
        return Outcome(
            Status.WARNING,
            Reason.PERMISSION,
            "the exporter's user may not write to the cache's folder, so it was not tried",
            {"backend": "files", **(details or {}), "missing_privileges": missing},
            (
                *(measurements or [self._info]),
                MISSING_PRIVILEGES(len(missing), self.target, ""),
            ),
        )

    def _not_there(self) -> Outcome:
        """Django makes the folder when the cache is first used."""
        if Path(self._folder).is_symlink():
            raise CheckFailed(
                Reason.UNAVAILABLE,
                "LOCATION is a symbolic link to nothing: Django cannot make the folder there",
            )
        if not Path(self._folder).parent.is_dir():
            raise CheckFailed(Reason.UNAVAILABLE, "neither the folder nor the one above it exists")
        return Outcome(
            message="not yet created: Django makes the folder when the cache is first used",
            details={"backend": "files", "keys": 0, "size_bytes": 0},
            measurements=(self._info, *self._figures(_Files(0, 0))),
        )


_LET_IN = "run the exporter as the application's user, or give its user rwx on the folder"


def _size(entry: os.DirEntry[str]) -> int:
    try:
        return entry.stat(follow_symlinks=False).st_size
    except FileNotFoundError:  # the application removed it meanwhile
        return 0


def _failure_of(
    error: OSError, details: dict[str, object], measurements: tuple[Measurement, ...]
) -> CheckFailed:
    full = error.errno in _FULL
    reason = Reason.UNAVAILABLE if full else reason_of(error) or Reason.UNAVAILABLE
    message = "the disk is full, or its quota is used up" if full else ""
    return CheckFailed(reason, message, details=details, measurements=measurements)
