"""Where the cgroups of this process are, for each controller."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from pathlib import Path, PurePosixPath
from typing import NamedTuple

from django_health.host.cgroup.files import text
from django_health.host.kernel_file import KernelFile

Folders = Sequence[str]
"""A process' own folder first, then those that hold it, up to the mount; empty without any."""


class Membership(NamedTuple):
    """What ``/proc/self/cgroup`` says.

    Attributes:
        first: By controller of version 1, the names mounted together and the path below the mount.
        second: The path in version 2; ``None`` where there is none.
    """

    first: Mapping[str, tuple[str, str]]
    second: str | None


class Places(NamedTuple):
    """The folders of each controller of version 1 that matters, and those of version 2."""

    memory: Folders = ()
    cpu: Folders = ()
    cpuacct: Folders = ()
    unified: Folders = ()


class CgroupFolders:
    """The folders of this process, looked up anew only when it was moved."""

    def __init__(self, membership_file: Path, root: Path) -> None:
        self._file = KernelFile(membership_file)
        self._root = root
        self._text = ""
        self._places = Places()

    def places(self) -> Places:
        """Return the folders; all are empty where there are no cgroups."""
        found = text(self._file) or ""
        if found != self._text:
            self._places = self._looked_up(membership(found))
            self._text = found
        return self._places

    def close(self) -> None:
        """Close the file of the membership."""
        self._file.close()

    def _looked_up(self, member: Membership) -> Places:
        memory, cpu, cpuacct = (
            _folders_v1(self._root, controller, member)
            for controller in ("memory", "cpu", "cpuacct")
        )
        return Places(memory, cpu, cpuacct, _folders_v2(self._root, member))


def membership(found: str) -> Membership:
    """Read lines like ``4:cpu,cpuacct:/docker/1f2e`` and ``0::/system.slice``."""
    first: dict[str, tuple[str, str]] = {}
    second = None
    for line in found.split("\n"):
        number, _, rest = line.partition(":")
        names, _, path = rest.partition(":")
        if not path.startswith("/"):
            continue
        if number == "0" and not names:
            second = path
        first |= {name: (names, path) for name in names.split(",") if name}
    return Membership(first, second)


def _folders_v1(root: Path, controller: str, member: Membership) -> Folders:
    if controller not in member.first:
        return ()
    names, path = member.first[controller]
    mounts = (root / names, root / controller)
    return next((_upwards(mount, path) for mount in mounts if _is_open(mount)), ())


def _folders_v2(root: Path, member: Membership) -> Folders:
    """Version 2, which may be mounted beside version 1."""
    if member.second is None:
        return ()
    mounts = (mount for mount in (root, root / "unified") if _is_open(mount / "cgroup.procs"))
    return next((_upwards(mount, member.second) for mount in mounts), ())


def _upwards(mount: Path, path: str) -> Folders:
    """The folders from the path up to the mount, as far as they are visible.

    In a container the path may be the host's, while the mount shows the container's own cgroup as
    its root; and one outside of the namespace is told as ``/../other``. Then the mount is all.
    """
    place = PurePosixPath(path.lstrip("/"))
    if ".." in place.parts:
        return (str(mount),)
    folders = (mount / place, *(mount / parent for parent in place.parents))
    return tuple(str(folder) for folder in folders if _is_open(folder))


def _is_open(path: Path) -> bool:
    """Whether it is there and may be looked into."""
    return os.access(path, os.R_OK)
