"""Limits and use in cgroups of version 1, where each controller has folders of its own."""

from __future__ import annotations

from django_health.host.cgroup.files import figures, number
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

NO_LIMIT = 2**60
"""Version 1 says "no limit" with the largest number of whole pages, about 2**63."""

NANOSECONDS = 1e9


class MemoryV1:
    """The controller memory."""

    def __init__(self, folders: Folders) -> None:
        self._folders = folders

    def limit(self) -> Limit:
        """Return the smallest limit, from memory.limit_in_bytes."""
        return tightest(_memory_limit(folder) for folder in self._folders)

    def use(self, level: Level) -> MemoryUse:
        """Return what memory.usage_in_bytes, memory.stat and memory.oom_control say."""
        folder = self._folders[level]
        inactive = figures(f"{folder}/memory.stat").get("total_inactive_file")
        used = working_set(number(f"{folder}/memory.usage_in_bytes"), inactive)
        return MemoryUse(used, figures(f"{folder}/memory.oom_control").get("oom_kill"))


class CPUV1:
    """The controllers cpu and cpuacct, which have the same folders unless mounted apart."""

    def __init__(self, folders: Folders, account: Folders) -> None:
        self._folders = folders
        self._account = account

    def limit(self) -> Limit:
        """Return the smallest limit, from cpu.cfs_quota_us and cpu.cfs_period_us."""
        return tightest(_cpu_limit(folder) for folder in self._folders)

    def use(self, level: Level) -> CPUUse:
        """Return what cpuacct.usage and cpu.stat say."""
        throttled = figures(f"{self._folders[level]}/cpu.stat").get("throttled_time")
        used = None
        if len(self._account) == len(self._folders):
            used = number(f"{self._account[level]}/cpuacct.usage")
        return CPUUse(seconds(used, NANOSECONDS), seconds(throttled, NANOSECONDS))


def _memory_limit(folder: str) -> int | None:
    limit = number(f"{folder}/memory.limit_in_bytes")
    return limit if limit is not None and limit < NO_LIMIT else None


def _cpu_limit(folder: str) -> float | None:
    quota, period = number(f"{folder}/cpu.cfs_quota_us"), number(f"{folder}/cpu.cfs_period_us")
    return quota / period if quota and period else None
