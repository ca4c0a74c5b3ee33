"""Limits and use in cgroups of version 1, where each controller has folders of its own."""

from __future__ import annotations

from django_health.host.cgroup.files import figures, files, number
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

NO_LIMIT = 2**60
"""Version 1 says "no limit" with the largest number of whole pages, about 2**63."""

NANOSECONDS = 1e9


class MemoryV1:
    """The controller memory."""

    def __init__(self, folders: Folders) -> None:
        self._limits = files(folders, "memory.limit_in_bytes")
        self._used = files(folders, "memory.usage_in_bytes")
        self._stat = files(folders, "memory.stat")
        self._kills = files(folders, "memory.oom_control")

    def limit(self) -> Limit:
        """Return the smallest limit, from memory.limit_in_bytes."""
        return tightest(map(_memory_limit, self._limits))

    def use(self, level: Level) -> MemoryUse:
        """Return what memory.usage_in_bytes, memory.stat and memory.oom_control say."""
        inactive = figures(self._stat[level]).get("total_inactive_file")
        used = working_set(number(self._used[level]), inactive)
        return MemoryUse(used, figures(self._kills[level]).get("oom_kill"))


class CPUV1:
    """The controllers cpu and cpuacct, which have the same folders unless mounted apart."""

    def __init__(self, folders: Folders, account: Folders) -> None:
        self._quotas = files(folders, "cpu.cfs_quota_us")
        self._periods = files(folders, "cpu.cfs_period_us")
        self._stat = files(folders, "cpu.stat")
        self._used = files(account, "cpuacct.usage") if len(account) == len(folders) else []

    def limit(self) -> Limit:
        """Return the smallest limit, from cpu.cfs_quota_us and cpu.cfs_period_us."""
        return tightest(map(_cpu_limit, self._quotas, self._periods))

    def use(self, level: Level) -> CPUUse:
        """Return what cpuacct.usage and cpu.stat say."""
        throttled = figures(self._stat[level]).get("throttled_time")
        used = number(self._used[level]) if self._used else None
        return CPUUse(seconds(used, NANOSECONDS), seconds(throttled, NANOSECONDS))


def _memory_limit(file: KernelFile) -> int | None:
    limit = number(file)
    return limit if limit is not None and limit < NO_LIMIT else None


def _cpu_limit(quota_file: KernelFile, period_file: KernelFile) -> float | None:
    quota = number(quota_file)
    period = number(period_file) if quota else None  # most have none: one look is enough
    return quota / period if quota and period else None
