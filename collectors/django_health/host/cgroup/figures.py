"""What a container allows and uses, in figures for Prometheus and for people."""

from __future__ import annotations

from typing import NamedTuple

from django_health.host.cgroup.use import CPUUse, MemoryUse
from django_health.host.units import gibibytes, percent
from django_health.host.window import Usage
from django_health.result import Family, Kind, Measurement


def _gauge(name: str, source: str) -> Family:
    return Family(f"django_health_container_{name}", source)


def _counter(name: str, source: str) -> Family:
    return Family(f"django_health_container_{name}", source, (), Kind.COUNTER)


MEMORY_LIMIT = _gauge(
    "memory_limit_bytes",
    "Bytes that the cgroup may use, absent without a limit (memory.max, memory.limit_in_bytes).",
)
MEMORY_USED = _gauge(
    "memory_used_bytes",
    "Working set: bytes in use less inactive file pages (memory.current or memory.usage_in_bytes, "
    "memory.stat).",
)
MEMORY_USAGE = _gauge(
    "memory_usage_ratio", "Share of the memory limit in use, 0 to 1 (working set by limit)."
)
OOM_KILLS = _counter(
    "oom_kills_total",
    "Processes killed for lack of memory (oom_kill of memory.events or memory.oom_control).",
)
CPU_LIMIT = _gauge(
    "cpu_limit_cores",
    "Processors that the cgroup may use, absent without a limit (cpu.max, cpu.cfs_quota_us).",
)
CPU_SECONDS = _counter(
    "cpu_seconds_total", "Processor time used (usage_usec of cpu.stat, cpuacct.usage)."
)
CPU_USAGE = _gauge(
    "cpu_usage_ratio",
    "Share of the processor limit used since the previous run, 0 to 1 (usage_usec of cpu.stat, "
    "cpuacct.usage).",
)
CPU_THROTTLED = _counter(
    "cpu_throttled_seconds_total",
    "Seconds held back at the processor limit (throttled_usec or throttled_time of cpu.stat).",
)


class Container(NamedTuple):
    """A container with a limit; ``None`` is no limit, or not known.

    Attributes:
        memory_limit: Bytes that may be used.
        memory: What is used.
        cpu_limit: Processors that may be used, as a number like 1.5.
        cpu: What is used.
        cores: Processors that were busy for it, since the previous run and over half a minute.
    """

    memory_limit: float | None
    memory: MemoryUse
    cpu_limit: float | None
    cpu: CPUUse
    cores: Usage

    @property
    def memory_usage(self) -> float | None:
        """The share of the memory limit in use."""
        if not self.memory_limit or self.memory.used is None:
            return None
        return self.memory.used / self.memory_limit

    @property
    def cpu_usage(self) -> float | None:
        """The share of the processor limit used since the previous run."""
        return self._of_limit(self.cores.now)

    @property
    def lasting_cpu_usage(self) -> float | None:
        """The share of the processor limit used over half a minute or more."""
        return self._of_limit(self.cores.lasting)

    def _of_limit(self, cores: float | None) -> float | None:
        return cores / self.cpu_limit if self.cpu_limit and cores is not None else None

    def measurements(self) -> tuple[Measurement, ...]:
        """The figures for Prometheus that are known."""
        figures = (
            (MEMORY_LIMIT, self.memory_limit),
            (MEMORY_USED, self.memory.used),
            (MEMORY_USAGE, self.memory_usage),
            (OOM_KILLS, self.memory.oom_kills),
            (CPU_LIMIT, self.cpu_limit),
            (CPU_SECONDS, self.cpu.seconds),
            (CPU_USAGE, self.cpu_usage),
            (CPU_THROTTLED, self.cpu.throttled),
        )
        return tuple(family(value) for family, value in figures if value is not None)

    def details(self) -> dict[str, object]:
        """The figures for people that are known."""
        figures = {
            "memory_usage": None if self.memory_usage is None else percent(self.memory_usage),
            "memory_limit_gb": None if self.memory_limit is None else gibibytes(self.memory_limit),
            "memory_used_gb": None if self.memory.used is None else gibibytes(self.memory.used),
            "oom_kills": self.memory.oom_kills,
            "cpu_usage": None if self.cpu_usage is None else percent(self.cpu_usage),
            "cpu_limit_cores": self.cpu_limit,
        }
        return {key: value for key, value in figures.items() if value is not None}
