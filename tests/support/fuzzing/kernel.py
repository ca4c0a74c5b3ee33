"""What Linux writes into the small files of ``/proc`` and of cgroups."""

from __future__ import annotations

from contextlib import suppress

from django_health.host.cgroup.files import figures, number, whole
from django_health.host.cgroup.folders import membership
from django_health.host.kernel_file import KernelFile
from django_health.host.memory import parsed as memory_of
from django_health.host.mounts import parsed as mounts_of
from django_health.host.mounts import real_mounts
from django_health.host.network import FAMILIES, measured
from fuzzing.promises import file_of


def meminfo(data: bytes) -> None:
    """Read ``/proc/meminfo``."""
    memory = memory_of(data)
    if memory is not None:
        assert 0 <= memory.available <= memory.total
        assert memory.total > 0
        float(memory.total)


def mountinfo(data: bytes) -> None:
    """Read ``/proc/self/mountinfo``."""
    # What is not asked of this machine: whether a mount point is a file.
    mounts = list(real_mounts(mounts_of(data.replace(b" /", b" /nowhere/"))))
    assert len({mount.path for mount in mounts}) == len(mounts)
    assert len({mount.number for mount in mounts}) == len(mounts)
    for mount in mounts:
        f"{mount.mountpoint}{mount.device}{mount.fstype}".encode()


def network_devices(data: bytes) -> None:
    """Read ``/proc/net/dev``, in which the kernel writes nothing but numbers."""
    with suppress(ValueError):
        for device, counters in measured(data).items():
            device.encode()
            assert len(counters) == len(FAMILIES)
            assert all(isinstance(count, int) for count in counters)


def cgroup(data: bytes) -> None:
    """Read ``/proc/self/cgroup`` and the files of a cgroup."""
    member = membership(data.decode("ascii", "replace"))
    assert all(path.startswith("/") for _, path in member.first.values())
    assert member.second is None or member.second.startswith("/")
    file = KernelFile(file_of(data))
    assert all(0 <= value < 10**20 for value in figures(file).values())
    assert number(file) == whole(data[: 2**16].decode("ascii", "replace").strip())
