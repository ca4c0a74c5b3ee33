"""A host that is invented: its files below ``/proc``, its filesystems, and the daemon's cgroup."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

GIB = 2**30
_BLOCK = 4096
_TICKS = 100
_READ_ONLY = 1

_CUSTOM = """
import json, os
from pathlib import Path
import psutil
from django_health.host import cpu, filesystems
from django_health.host.cgroup import check

home = Path({home!r})

def loads():
    return tuple(map(float, (home / "loadavg").read_text().split()[:3]))

def statvfs(path):
    return os.statvfs_result(json.loads((home / "statvfs").read_text())[os.fsdecode(path)])

def defaults(check):
    return check.__init__.__kwdefaults__

psutil.PROCFS_PATH = str(home)
defaults(cpu.CPUCheck).update(load_average=loads)
defaults(filesystems.FilesystemsCheck).update(mount_table=home / "mountinfo", statvfs=statvfs)
defaults(check.ContainerCheck).update(membership_file=home / "cgroup", root=home / "limits")
"""


@dataclass(frozen=True)
class Disk:
    """A filesystem of a hundred GiB and a hundred thousand inodes.

    Attributes:
        free: The share that is free.
        inodes_free: The share of inodes that is free.
        filling: What both shares lose each second.
        read_only: Whether it cannot be written.
    """

    free: float = 0.5
    inodes_free: float = 0.5
    filling: float = 0.0
    read_only: bool = False


@dataclass
class FakeHost:
    """What the host is like; what is changed is seen within half a second.

    Attributes:
        directory: Where its files are.
        busy: The share of the processors that is in use.
        load: Tasks that wait for one of the two processors.
        faults: Network packets in a hundred that are spoiled.
        memory: The share of the container's memory in use.
        held_back: Seconds in each second in which the container had work and was not let.
        started: When it started.
        disks: By mount point.
    """

    directory: Path
    busy: float = 0.0
    load: float = 0.1
    faults: int = 0
    memory: float = 0.5
    held_back: float = 0.0
    started: float = field(default_factory=lambda: time.time() - 30 * 86400)
    disks: Mapping[str, Disk] = field(default_factory=lambda: {"/": Disk()})

    @property
    def environ(self) -> Mapping[str, str]:
        """With this a daemon takes it for its host."""
        return {"PYTHONPATH": str(self.directory / "custom")}

    @contextmanager
    def running(self) -> Iterator[None]:
        """Let its counters go on."""
        custom = self.directory / "custom"
        for folder in (custom, self.directory / "net", self.directory / "limits"):
            folder.mkdir(parents=True)
        text = _CUSTOM.format(home=str(self.directory))
        (custom / "sitecustomize.py").write_text(text, encoding="utf-8")
        is_over, began = threading.Event(), time.monotonic()
        self._write(0.0)

        def go_on() -> None:
            while not is_over.wait(0.3):
                self._write(time.monotonic() - began)

        thread = threading.Thread(target=go_on)
        thread.start()
        try:
            yield
        finally:
            is_over.set()
            thread.join()

    def remount(self, **changed: bool) -> None:
        """Change whether filesystems are read-only, by their names without the slash."""
        again = {
            f"/{name}": replace(self.disks[f"/{name}"], read_only=ro)
            for name, ro in changed.items()
        }
        self.disks = {**self.disks, **again}

    def _write(self, seconds: float) -> None:
        for name, text in self._files(seconds):
            fresh = self.directory / f"{name}.new"
            fresh.write_text(text, encoding="ascii")
            fresh.replace(self.directory / name)

    def _files(self, seconds: float) -> Iterator[tuple[str, str]]:
        busy = int(seconds * 2 * _TICKS * self.busy)
        idle = int(seconds * 2 * _TICKS) - busy
        cores = f"cpu0 {busy} 0 0 {idle} 0 0 0 0\ncpu1 {busy} 0 0 {idle} 0 0 0 0\n"
        yield "stat", f"cpu {busy} 0 0 {idle} 0 0 0 0\n{cores}btime {int(self.started)}\n"
        yield "loadavg", f"{self.load} {self.load} {self.load} 1/100 4711\n"
        packets = int(seconds * 2000)
        spoiled = packets * self.faults // 100
        one_way = f"{packets * 1000} {packets} {spoiled} {spoiled} 0 0 0 0"
        yield "net/dev", f"eth0: {one_way} {one_way}\n"
        yield "mountinfo", "".join(map(self._mount, range(len(self.disks)), self.disks))
        yield (
            "statvfs",
            json.dumps({at: _statvfs(disk, seconds) for at, disk in self.disks.items()}),
        )
        yield from self._container(seconds)

    def _mount(self, number: int, at: str) -> str:
        mode = "ro" if self.disks[at].read_only else "rw"
        return f"{number + 20} 1 8:{number} / {at} {mode} - ext4 /dev/sda{number} {mode}\n"

    def _container(self, seconds: float) -> Iterator[tuple[str, str]]:
        yield "cgroup", "0::/\n"
        yield "limits/cgroup.procs", "1\n"
        yield "limits/memory.max", f"{GIB}\n"
        yield "limits/memory.current", f"{int(GIB * self.memory)}\n"
        yield "limits/memory.stat", "inactive_file 0\n"
        yield "limits/memory.events", f"oom_kill {int(seconds * self.held_back)}\n"
        yield "limits/cpu.max", "100000 100000\n"
        used, held = int(seconds * 1e6 * self.busy), int(seconds * 1e6 * self.held_back)
        yield "limits/cpu.stat", f"usage_usec {used}\nthrottled_usec {held}\n"


def _statvfs(disk: Disk, seconds: float) -> list[int]:
    blocks, inodes, lost = 100 * GIB // _BLOCK, 100_000, disk.filling * seconds
    free = int(blocks * max(disk.free - lost, 0.01))
    inodes_free = int(inodes * max(disk.inodes_free - lost, 0.01))
    flag = _READ_ONLY if disk.read_only else 0
    return [_BLOCK, _BLOCK, blocks, free, free, inodes, inodes_free, inodes_free, flag, 255]
