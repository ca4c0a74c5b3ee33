"""Limits and use in cgroups of version 2, where all controllers share one folder."""

from __future__ import annotations

from django_health.host.cgroup.files import figures, files, number, text, whole
from django_health.host.cgroup.folders import Folders
from django_health.host.cgroup.use import (
    CPUUse,
    Level,
    Limit,
    MemoryUse,
    seconds,
    tightest,
    working_set,
)
from django_health.host.kernel_file import KernelFile

MICROSECONDS = 1e6


class MemoryV2:
    """The controller memory."""

    def __init__(self, folders: Folders) -> None:
        self._limits = files(folders, "memory.max")
        self._used = files(folders, "memory.current")
        self._stat = files(folders, "memory.stat")
        self._events = files(folders, "memory.events")

    def limit(self) -> Limit:
        """Return the smallest limit, from memory.max."""
        return tightest(map(number, self._limits))

    def use(self, level: Level) -> MemoryUse:
        """Return what memory.current, memory.stat and memory.events say."""
        inactive = figures(self._stat[level]).get("inactive_file")
        used = working_set(number(self._used[level]), inactive)
        return MemoryUse(used, figures(self._events[level]).get("oom_kill"))


class CPUV2:
    """The controller cpu."""

    def __init__(self, folders: Folders) -> None:
        self._limits = files(folders, "cpu.max")
        self._stat = files(folders, "cpu.stat")

    def limit(self) -> Limit:
        """Return the smallest limit, from cpu.max."""
        return tightest(map(_cpu_limit, self._limits))

    def use(self, level: Level) -> CPUUse:
        """Return what cpu.stat says."""
        stat = figures(self._stat[level])
        used, throttled = stat.get("usage_usec"), stat.get("throttled_usec")
        return CPUUse(seconds(used, MICROSECONDS), seconds(throttled, MICROSECONDS))


def _cpu_limit(file: KernelFile) -> float | None:
    quota, _, period = (text(file) or "").partition(" ")
    allowed, of = whole(quota), whole(period)
    return allowed / of if allowed and of else None
