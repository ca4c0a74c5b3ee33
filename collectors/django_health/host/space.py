"""What statvfs says of one filesystem, in figures for Prometheus and for people."""

from __future__ import annotations

import os

from django_health.host.mounts import Mount
from django_health.host.units import gibibytes, percent
from django_health.host.verdict import judge
from django_health.result import Family, Figure, Measurement, measurements_of
from django_health.settings import Threshold
from django_health.verdict import FINE, Verdict


def _gauge(name: str, text: str, *labels: str) -> Family:
    return Family(f"django_health_system_filesystem_{name}", text, ("mountpoint", *labels))


INFO = _gauge("info", "Always 1; device and type (/proc/self/mountinfo).", "device", "fstype")
SIZE = _gauge("size_bytes", "Bytes of the filesystem (statvfs f_blocks times f_frsize).")
FREE = _gauge("free_bytes", "Bytes not in use (statvfs f_bfree times f_frsize).")
AVAILABLE = _gauge(
    "available_bytes",
    "Bytes that are free for other users than root (statvfs f_bavail times f_frsize).",
)
USAGE = _gauge(
    "usage_ratio",
    "Share in use of what others than root can use, 0 to 1, as df counts it (statvfs f_blocks, "
    "f_bfree and f_bavail).",
)
INODES = _gauge(
    "inodes", "Inodes of the filesystem, absent where their number is not fixed (statvfs f_files)."
)
INODES_FREE = _gauge(
    "inodes_free", "Inodes not in use, absent where their number is not fixed (statvfs f_ffree)."
)
READ_ONLY = _gauge("read_only", "1 when it cannot be written here (statvfs f_flag ST_RDONLY).")


class Space:
    """A mounted filesystem and what statvfs says of it.

    Args:
        mount: Where it is, and how.
        stat: The answer.

    Attributes:
        mount: The same.
        size: Bytes of the filesystem.
        free: Bytes not in use.
        available: Bytes that others than root can use.
        used: Bytes in use.
        usage: The share in use, as df reckons it; ``None`` where there is no space at all.
        read_only: Whether it cannot be written here.
    """

    def __init__(self, mount: Mount, stat: os.statvfs_result) -> None:
        unit = stat.f_frsize
        self.mount = mount
        self.size = stat.f_blocks * unit
        self.free = stat.f_bfree * unit
        self.available = stat.f_bavail * unit
        self.used = self.size - self.free
        usable = self.used + self.available
        self.usage = self.used / usable if usable > 0 else None
        self.read_only = bool(stat.f_flag & os.ST_RDONLY)
        self._inodes = (stat.f_files, stat.f_ffree) if stat.f_files else None

    @property
    def contradicts_table(self) -> bool:
        """Whether the mount table says of it that it can be written, and it cannot; or not so."""
        return self.read_only is self.mount.writable_here

    def details(self) -> dict[str, object]:
        """The figures for people."""
        usage = {} if self.usage is None else {"usage": percent(self.usage)}
        return {
            **usage,
            "total_gb": gibibytes(self.size),
            "free_gb": gibibytes(self.available),
            "used_gb": gibibytes(self.used),
        }

    def measurements(self) -> tuple[Measurement, ...]:
        """The figures for Prometheus."""
        mountpoint = self.mount.mountpoint
        place = (mountpoint,)
        figures: list[Figure] = [
            (INFO, 1, (mountpoint, self.mount.device, self.mount.fstype)),
            (SIZE, self.size, place),
            (FREE, self.free, place),
            (AVAILABLE, self.available, place),
        ]
        if self.usage is not None:
            figures.append((USAGE, self.usage, place))
        if self._inodes:
            inodes, free = self._inodes
            figures += (INODES, inodes, place), (INODES_FREE, free, place)
        figures.append((READ_ONLY, self.read_only, place))
        return measurements_of(figures)

    def verdict(self, threshold: Threshold) -> Verdict:
        """The usage against its threshold; what is read-only by itself can only be full."""
        if self.mount.read_only:
            return FINE
        return judge(self.mount.mountpoint, "full", self.usage, threshold)
