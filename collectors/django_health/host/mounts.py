"""Which filesystems are mounted, and which of them are real."""

from __future__ import annotations

import math
import os
import re
import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

import psutil

from django_health.host.kernel_file import KernelFile

NETWORK_TYPES = frozenset(
    {
        *("9p", "afs", "beegfs", "ceph", "cifs", "coda", "davfs", "fuse", "gfs2", "glusterfs"),
        *("gpfs", "lustre", "ncpfs", "nfs", "nfs4", "ocfs2", "orangefs", "pvfs2", "smb3", "smbfs"),
        *("vboxsf", "virtiofs"),
    }
)
"""Types whose answer hangs on someone else: statvfs of a dead server never returns. So it may be
with any program behind FUSE (``fuse``, ``fuse.sshfs``, ``fuse.s3fs``); ``fuseblk`` is a disk."""

UNREAL_TYPES = frozenset(
    {
        *("aufs", "autofs", "binfmt_misc", "bpf", "cgroup", "cgroup2", "configfs", "debugfs"),
        *("devpts", "devtmpfs", "ecryptfs", "efivarfs", "erofs", "fusectl", "hugetlbfs", "mqueue"),
        *("nsfs", "overlay", "proc", "pstore", "ramfs", "rootfs", "rpc_pipefs", "securityfs"),
        *("selinuxfs", "squashfs", "sysfs", "tmpfs", "tracefs"),
    }
)
"""Types without a disk of their own: the kernel's, those in memory, stacked ones, packed images."""

CONTAINER_FOLDERS = ("/var/lib/docker/", "/var/lib/containers/", "/var/lib/kubelet/pods/")
"""Below them mounts come and go with containers; the folders themselves may be disks."""

BELIEVED_FOR = 60.0
"""Seconds after which the table is read even though no change was announced."""

_ESCAPE = re.compile(rb"\\([0-7]{3})")


class Mount(NamedTuple):
    r"""A mounted filesystem.

    Attributes:
        path: Where it is mounted, as the system wants it.
        mountpoint: The same as text; bytes that are not UTF-8 become escapes like ``\xff``.
        device: What is mounted, like ``/dev/sda1``.
        fstype: Its type, like ``ext4``.
        number: What tells one filesystem from another, however often it is mounted.
        read_only: Whether the filesystem itself is, not only this mount of it.
        writable_here: Whether neither is.
    """

    path: bytes
    mountpoint: str
    device: str
    fstype: str
    number: str
    read_only: bool
    writable_here: bool


class MountTable:
    """The real filesystems of a mount table, read and worked out anew only when the table changed.

    The kernel announces what is mounted and unmounted. It says nothing when a folder above a mount
    point is renamed or a filesystem becomes read-only by itself; so the table is read again from
    time to time, and whenever it is not believed (:meth:`doubt`).

    Args:
        path: The table.
        clock: Monotonic seconds.
    """

    def __init__(self, path: Path, clock: Callable[[], float] = time.monotonic) -> None:
        self._file = KernelFile(path)
        self._clock = clock
        self._read_at = -math.inf
        self._text: bytes | None = None
        self._mounts: tuple[Mount, ...] = ()

    def mounts(self) -> tuple[Mount, ...]:
        """Return the real filesystems; without such a table, what psutil takes for disks."""
        now = self._clock()
        if not self._file.may_have_changed() and now - self._read_at < BELIEVED_FOR:
            return self._mounts
        try:
            text = self._file.read()
        except FileNotFoundError:  # a system without /proc
            return tuple(real_mounts(_of_psutil()))
        if text != self._text:
            self._mounts = tuple(real_mounts(parsed(text)))
            self._text = text
        self._read_at = now
        return self._mounts

    def doubt(self) -> None:
        """Read the table anew the next time: a filesystem was not as it says."""
        self._read_at = -math.inf

    def close(self) -> None:
        """Close the table."""
        self._file.close()


def real_mounts(mounts: Iterable[Mount]) -> Iterator[Mount]:
    """Pick the real filesystems, each once, in the order of their mount points.

    Real is what has a disk behind it, and ``/`` whatever its type (a container's is an overlay): if
    that one hung, so would this program. Mounted several times, a filesystem is taken where it can
    be written, at the shortest path. Left out is what another mount covers, and single files (a
    container's ``/etc/hosts``).
    """
    on_top = {mount.path: mount for mount in mounts}
    chosen: dict[str, Mount] = {}
    for mount in sorted(on_top.values(), key=_preference):
        if _is_real(mount):
            chosen.setdefault(mount.number, mount)
    yield from sorted(chosen.values(), key=lambda mount: mount.path)


def _preference(mount: Mount) -> tuple[bool, bool, int, bytes]:
    root = mount.path == b"/"
    return not root, not mount.writable_here, len(mount.path), mount.path


def _is_real(mount: Mount) -> bool:
    if mount.path == b"/":
        return True
    fstype, device = mount.fstype, mount.device
    return (
        fstype not in NETWORK_TYPES
        and fstype not in UNREAL_TYPES
        and not fstype.startswith("fuse.")
        and (fstype == "zfs" or (device.startswith("/") and not device.startswith("//")))
        and not mount.mountpoint.startswith(CONTAINER_FOLDERS)
        and not mount.path.endswith(b"//deleted")
        and not os.path.isfile(mount.path)  # noqa: PTH113 - Path.is_file raises where one may not look
    )


def parsed(text: bytes) -> Iterator[Mount]:
    """Read the lines of ``/proc/PID/mountinfo``; what is not one is passed over.

    That table and not ``mounts``: it alone tells whether the filesystem is read-only or this mount
    of it, and which mounts are one filesystem.
    """
    for line in text.split(b"\n"):
        head, _, tail = line.partition(b" - ")
        place, source = head.split(b" "), tail.split(b" ")
        if len(place) < 6 or len(source) < 3:
            continue
        read_only = b"ro" in source[2].split(b",")
        path = _unescaped(place[4])
        yield Mount(
            path=path,
            mountpoint=_text(path),
            device=_text(_unescaped(source[1])),
            fstype=_text(source[0]),
            number=_text(place[2]),
            read_only=read_only,
            writable_here=not read_only and b"ro" not in place[5].split(b","),
        )


def _of_psutil() -> Iterator[Mount]:
    for part in psutil.disk_partitions():
        read_only = "ro" in part.opts.split(",")
        path = os.fsencode(part.mountpoint)
        yield Mount(
            path, _text(path), part.device, part.fstype, part.device, read_only, not read_only
        )


def _unescaped(field: bytes) -> bytes:
    """Undo the kernel's escapes of space, tab, newline and backslash."""
    return _ESCAPE.sub(lambda match: bytes((int(match[1], 8) & 0xFF,)), field)


def _text(field: bytes) -> str:
    return field.decode("utf-8", "backslashreplace")
