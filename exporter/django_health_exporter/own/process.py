"""The standard metrics of a process, under the names that all of Prometheus' clients give them.

``prometheus_client`` has a collector of the same: it opens two files and lists a folder each time,
and makes a family of each figure, which was a twelfth of the CPU of a scrape.
"""

from __future__ import annotations

import os
import resource
import time
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from django_health.host.kernel_file import KernelFile
from django_health.host.kernel_stat import KernelStat
from django_health.result import Family, Kind, Measurement

VIRTUAL = Family(
    "process_virtual_memory_bytes", "Address space of the process (/proc/self/statm size)."
)
RESIDENT = Family(
    "process_resident_memory_bytes",
    "Memory of the process that is in RAM (/proc/self/statm resident).",
)
START = Family(
    "process_start_time_seconds",
    "Unix time at which the process started (/proc/self/stat starttime, /proc/stat btime).",
)
CPU = Family(
    "process_cpu_seconds_total",
    "CPU seconds of the process, in user mode and in the kernel (CLOCK_PROCESS_CPUTIME_ID).",
    kind=Kind.COUNTER,
)
OPEN = Family("process_open_fds", "Open file descriptors (/proc/self/fd).")
MOST = Family("process_max_fds", "Open file descriptors that are allowed (RLIMIT_NOFILE, soft).")

_START_TIME = 19
"""The place of ``starttime`` behind the name of the program, which may have spaces in it."""


class ProcessFigures:
    """Tells of this process; of what the system has no file for it says nothing.

    Args:
        proc: Where the kernel's files are.
    """

    def __init__(self, proc: str = "/proc") -> None:
        self._memory = KernelFile(f"{proc}/self/statm")
        self._descriptors = Path(proc, "self", "fd")
        self._page = resource.getpagesize()
        self._started: tuple[Measurement, ...] = ()
        with suppress(OSError):
            self._started = (START(_started(proc)),)

    def __call__(self) -> Sequence[Measurement]:
        """Return the present figures."""
        told = [CPU(time.process_time()), *self._started]
        with suppress(OSError):
            size, resident, *_ = self._memory.read().split(maxsplit=2)
            told += VIRTUAL(int(size) * self._page), RESIDENT(int(resident) * self._page)
        with suppress(OSError):
            told.append(OPEN(self._open()))
        most, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
        told.append(MOST(float("inf") if most == resource.RLIM_INFINITY else most))
        return told

    def _open(self) -> int:
        """Descriptors that are open: newer kernels (6.2) count them, else they are listed."""
        counted = self._descriptors.stat().st_size
        return counted or sum(1 for _ in self._descriptors.iterdir())


def _started(proc: str) -> float:
    stat = KernelFile(f"{proc}/self/stat").read()
    ticks = int(stat.rpartition(b")")[2].split()[_START_TIME])
    return KernelStat().start() + ticks / os.sysconf("SC_CLK_TCK")
