"""Every real filesystem of the host: space, inodes, and whether it can be written."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

from django_health.check import BaseHealthCheck
from django_health.failure import CheckFailed
from django_health.host.mounts import MountTable
from django_health.host.reading import Reading, code, reason
from django_health.host.space import Space
from django_health.result import Outcome, Reason
from django_health.settings import HealthSettings
from django_health.verdict import worst


class FilesystemsCheck(BaseHealthCheck):
    """How full the host's filesystems are.

    Asked is every filesystem with a disk behind it, and ``/``. Left out are network filesystems
    (NFS, SMB, Ceph, 9p, FUSE and their like), because statvfs of a dead server never returns; those
    of the kernel and of memory; packed images; and the mounts of single containers. One that cannot
    be asked is named in the details, and the others are told as usual. What is read-only by itself,
    like a CD, is measured and held against no threshold, since it can only be full.

    Details: of the fullest filesystem that can be written, ``mountpoint``, ``usage`` in percent,
    ``total_gb``, ``used_gb`` and ``free_gb`` (what others than root can use) in GiB (2**30 bytes)
    to two decimals; the same of all under ``filesystems``; by mount point the error codes of those
    that could not be asked under ``unreadable``.
    """

    details_are_final = True
    name = "system"
    part = "disk"
    description = "space and inodes of the host's filesystems"
    timeout = 5.0

    def __init__(
        self,
        settings: HealthSettings,
        *,
        mount_table: Path = Path("/proc/self/mountinfo"),
        statvfs: Callable[[bytes], os.statvfs_result] = os.statvfs,
    ) -> None:
        self._threshold = settings.thresholds.disk
        self._table = MountTable(mount_table)
        self._statvfs = statvfs

    def check(self) -> Outcome:
        """Ask each filesystem.

        Raises:
            CheckFailed: There is none that answers.
        """
        with Reading("the mount table"):
            mounts = self._table.mounts()
        spaces: list[Space] = []
        errors: dict[str, OSError] = {}
        for mount in mounts:
            try:
                spaces.append(Space(mount, self._statvfs(mount.path)))
            except OSError as error:
                errors[mount.mountpoint] = error
        if errors or any(space.contradicts_table for space in spaces):
            self._table.doubt()
        unreadable = {mountpoint: code(error) for mountpoint, error in errors.items()}
        if not spaces:
            raise _nothing(errors, unreadable)
        verdict = worst(space.verdict(self._threshold) for space in spaces)
        measurements = tuple([m for space in spaces for m in space.measurements()])
        return Outcome(*verdict, details=_details(spaces, unreadable), measurements=measurements)

    def close(self) -> None:
        """Close the mount table."""
        self._table.close()


def _details(spaces: list[Space], unreadable: dict[str, str]) -> dict[str, object]:
    writable = [space for space in spaces if not space.mount.read_only]
    fullest = max(writable or spaces, key=lambda space: space.usage or 0.0)
    details = fullest.details()
    details["mountpoint"] = fullest.mount.mountpoint
    details["filesystems"] = {space.mount.mountpoint: space.details() for space in spaces}
    if unreadable:
        details["unreadable"] = unreadable
    return details


def _nothing(errors: dict[str, OSError], unreadable: dict[str, str]) -> CheckFailed:
    if not errors:
        return CheckFailed(Reason.UNAVAILABLE, "the mount table has no real filesystem")
    first = next(iter(errors.values()))
    codes = ", ".join(sorted(set(unreadable.values())))
    return CheckFailed(
        reason(first), f"no filesystem can be read ({codes})", details={"unreadable": unreadable}
    )
