"""What statvfs says of one filesystem, in figures for Prometheus and for people."""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import dataclass

from django_health.host.mounts import Mount
from django_health.host.units import gibibytes, percent
from django_health.host.verdict import judge
from django_health.result import Family, Measurement
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


@dataclass(frozen=True, slots=True)
class Space:
    """A mounted filesystem and what statvfs says of it."""

    mount: Mount
    stat: os.statvfs_result

    @property
    def size(self) -> int:
        """Bytes of the filesystem."""
        return self.stat.f_blocks * self.stat.f_frsize

    @property
    def free(self) -> int:
        """Bytes not in use."""
        return self.stat.f_bfree * self.stat.f_frsize

    @property
    def available(self) -> int:
        """Bytes that others than root can use."""
        return self.stat.f_bavail * self.stat.f_frsize

    @property
    def used(self) -> int:
        """Bytes in use."""
        return self.size - self.free

    @property
    def usage(self) -> float | None:
        """The share in use, as df reckons it; ``None`` where there is no space at all."""
        usable = self.used + self.available
        return self.used / usable if usable > 0 else None

    def details(self) -> dict[str, object]:
        """The figures for people."""
        usage = {} if self.usage is None else {"usage": percent(self.usage)}
        return {
            **usage,
            "total_gb": gibibytes(self.size),
            "free_gb": gibibytes(self.available),
            "used_gb": gibibytes(self.used),
        }

    def measurements(self) -> Iterable[Measurement]:
        """The figures for Prometheus."""
        mount, stat = self.mount, self.stat
        place = mount.mountpoint
        yield INFO(1, place, mount.device, mount.fstype)
        yield SIZE(self.size, place)
        yield FREE(self.free, place)
        yield AVAILABLE(self.available, place)
        if self.usage is not None:
            yield USAGE(self.usage, place)
        if stat.f_files:
            yield INODES(stat.f_files, place)
            yield INODES_FREE(stat.f_ffree, place)
        yield READ_ONLY(bool(stat.f_flag & os.ST_RDONLY), place)

    def verdict(self, threshold: Threshold) -> Verdict:
        """The usage against its threshold; what is read-only by itself can only be full."""
        if self.mount.read_only:
            return FINE
        return judge(self.mount.mountpoint, "full", self.usage, threshold)
