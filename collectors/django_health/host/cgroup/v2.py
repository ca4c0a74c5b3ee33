"""Limits and use in cgroups of version 2, where all controllers share one folder."""

from __future__ import annotations

from django_health.host.cgroup.files import figures, number, text, whole
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

MICROSECONDS = 1e6


class MemoryV2:
    """The controller memory."""

    def __init__(self, folders: Folders) -> None:
        self._folders = folders

    def limit(self) -> Limit:
        """Return the smallest limit, from memory.max."""
        return tightest(number(f"{folder}/memory.max") for folder in self._folders)

    def use(self, level: Level) -> MemoryUse:
        """Return what memory.current, memory.stat and memory.events say."""
        folder = self._folders[level]
        inactive = figures(f"{folder}/memory.stat").get("inactive_file")
        used = working_set(number(f"{folder}/memory.current"), inactive)
        return MemoryUse(used, figures(f"{folder}/memory.events").get("oom_kill"))


class CPUV2:
    """The controller cpu."""

    def __init__(self, folders: Folders) -> None:
        self._folders = folders

    def limit(self) -> Limit:
        """Return the smallest limit, from cpu.max."""
        return tightest(_cpu_limit(folder) for folder in self._folders)

    def use(self, level: Level) -> CPUUse:
        """Return what cpu.stat says."""
        stat = figures(f"{self._folders[level]}/cpu.stat")
        used, throttled = stat.get("usage_usec"), stat.get("throttled_usec")
        return CPUUse(seconds(used, MICROSECONDS), seconds(throttled, MICROSECONDS))


def _cpu_limit(folder: str) -> float | None:
    quota, _, period = (text(f"{folder}/cpu.max") or "").partition(" ")
    allowed, of = whole(quota), whole(period)
    return allowed / of if allowed and of else None
