"""What the container allows, and how much of it is in use: the host's figures do not tell."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

from django_health.check import BaseHealthCheck
from django_health.host.cgroup.figures import Container
from django_health.host.cgroup.folders import CgroupFolders, Places
from django_health.host.cgroup.use import CPUController, CPUUse, Limit, MemoryController, MemoryUse
from django_health.host.cgroup.v1 import CPUV1, MemoryV1
from django_health.host.cgroup.v2 import CPUV2, MemoryV2
from django_health.host.verdict import judge
from django_health.host.window import Sample, Usage, UsageWindows
from django_health.result import Outcome, Status
from django_health.settings import HealthSettings
from django_health.verdict import worst


class ContainerCheck(BaseHealthCheck):
    """How much is in use of what the cgroup of this process may use.

    Of the limits up the path to the outermost visible cgroup the smallest counts, with the use at
    its level. Versions 1 and 2 of cgroups are read, also side by side. The thresholds are those of
    the host's processors and memory. Without any limit the check is skipped: then the figures of
    the host say it all.

    Details: ``memory_usage`` and ``cpu_usage`` in percent of the limit, ``memory_limit_gb`` and
    ``memory_used_gb`` in GiB (2**30 bytes) to two decimals, ``cpu_limit_cores``, ``oom_kills``.
    """

    details_are_final = True
    name = "system"
    part = "container"
    description = "memory and processor limits of the container, and their use"
    timeout = 5.0

    def __init__(
        self,
        settings: HealthSettings,
        *,
        membership_file: Path = Path("/proc/self/cgroup"),
        root: Path = Path("/sys/fs/cgroup"),
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._thresholds = settings.thresholds
        self._folders = CgroupFolders(membership_file, root)
        self._places = Places()
        self._memory: MemoryController | None = None
        self._cpu: CPUController | None = None
        self._clock = clock
        self._windows = UsageWindows()
        self._read()

    def check(self) -> Outcome:
        """Read the limits and, where there is one, what is used."""
        found = self._read()
        if found is None:
            return Outcome(Status.SKIPPED, message="no cgroup limits this process")
        verdict = worst(
            (
                judge(
                    "the container's memory", "used", found.memory_usage, self._thresholds.memory
                ),
                judge("the container's CPU", "busy", found.lasting_cpu_usage, self._thresholds.cpu),
            )
        )
        return Outcome(*verdict, details=found.details(), measurements=found.measurements())

    def close(self) -> None:
        """Close the files, which are those of the controllers alone."""
        self._folders.close()
        self._places, self._memory, self._cpu = Places(), None, None

    def _read(self) -> Container | None:
        memory, cpu = self._controllers()
        memory_limit = memory.limit() if memory else Limit()
        cpu_limit = cpu.limit() if cpu else Limit()
        if memory_limit.value is None and cpu_limit.value is None:
            return None
        memory_use = memory.use(memory_limit.level) if memory else MemoryUse()
        cpu_use = cpu.use(cpu_limit.level) if cpu else CPUUse()
        cores = self._cores_used(cpu_use.seconds)
        return Container(memory_limit.value, memory_use, cpu_limit.value, cpu_use, cores)

    def _controllers(self) -> tuple[MemoryController | None, CPUController | None]:
        """The controllers, which keep their files open, until the process is moved."""
        places = self._folders.places()
        if places is not self._places:
            self._places, self._memory, self._cpu = places, _memory(places), _cpu(places)
        return self._memory, self._cpu

    def _cores_used(self, seconds: float | None) -> Usage:
        if seconds is None:
            return Usage(None, None)
        now = self._clock()
        return self._windows.usage(Sample(now, seconds, now))


def _memory(places: Places) -> MemoryController | None:
    """A controller is in one version at a time; where version 1 has it, version 2 does not."""
    if places.memory:
        return MemoryV1(places.memory)
    return MemoryV2(places.unified) if places.unified else None


def _cpu(places: Places) -> CPUController | None:
    if places.cpu:
        return CPUV1(places.cpu, places.cpuacct)
    return CPUV2(places.unified) if places.unified else None
