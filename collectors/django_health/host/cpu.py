"""The host's processors: time by mode, usage, load."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Mapping
from contextlib import suppress

from django_health.check import BaseHealthCheck
from django_health.host.kernel_stat import MODES, KernelStat
from django_health.host.reading import Reading
from django_health.host.units import percent
from django_health.host.verdict import judge
from django_health.host.window import Sample, Usage, UsageWindows
from django_health.result import Family, Figure, Kind, Outcome, measurements_of
from django_health.settings import HealthSettings

SECONDS = Family(
    "django_health_system_cpu_seconds_total",
    "Seconds that all processors together spent in each mode; user and nice include the time of "
    "guests (/proc/stat, line cpu).",
    ("mode",),
    Kind.COUNTER,
)
GUEST_SECONDS = Family(
    "django_health_system_cpu_guest_seconds_total",
    "Seconds spent running virtual machines, which user and nice have in them already (/proc/stat, "
    "line cpu: guest and guest_nice).",
    ("mode",),
    Kind.COUNTER,
)
USAGE = Family(
    "django_health_system_cpu_usage_ratio",
    "Share of the time since the previous run in which the processors were neither idle nor in "
    "iowait, 0 to 1 (/proc/stat, line cpu).",
)
CORES = Family(
    "django_health_system_cpu_cores",
    "Logical processors that are online (/proc/stat, lines cpu0 and so on).",
)
LOADS = tuple(
    Family(
        f"django_health_system_load{minutes}",
        f"Mean of runnable and uninterruptible tasks over {minutes} min (/proc/loadavg).",
    )
    for minutes in (1, 5, 15)
)

IDLE = ("idle", "iowait")
GUESTS = {"guest": "user", "guest_nice": "nice"}
MAX_STEP_BACK = 3.0
"""Seconds by which the kernel lets idle and iowait slip back; more is a true restart."""


_TOLD = (
    *((mode, SECONDS, (mode,)) for mode in MODES),
    *((key, GUEST_SECONDS, (mode,)) for key, mode in GUESTS.items()),
)


class CPUCheck(BaseHealthCheck):
    """How busy the host's processors are.

    The usage is that since an earlier run, about a second ago or more (the first run measures from
    the construction): waiting for a window of its own would make each scrape slow.
    Held against the threshold is the usage over half a minute: a burst alarms nobody.

    Time stolen by the hypervisor counts as busy, since no one else can use it.

    Details: ``usage`` in percent, ``cores``, ``load_average`` over 1, 5 and 15 minutes.
    """

    details_are_final = True
    name = "system"
    part = "cpu"
    description = "processor time by mode, usage and load of the host"
    timeout = 5.0

    def __init__(
        self,
        settings: HealthSettings,
        *,
        cpu_times: Callable[[], Mapping[str, float]] | None = None,
        load_average: Callable[[], tuple[float, ...]] = os.getloadavg,
        cores: Callable[[], int | None] | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._threshold = settings.thresholds.cpu
        self._stat = KernelStat()
        self._cpu_times = cpu_times or self._stat.times
        self._load_average = load_average
        self._cores = cores or self._stat.cores
        self._clock = clock
        self._windows = UsageWindows()
        self._highest: dict[str, float] = {}
        # Where /proc/stat cannot be read, the first run is the one that says so.
        with suppress(OSError):
            self._usage(self._times())

    def check(self) -> Outcome:
        """Read the counters and compare them with those of an earlier run."""
        with Reading("/proc/stat"):
            times = self._times()
        with Reading("/proc/loadavg"):
            loads = self._load_average()
        usage, cores = self._usage(times), self._cores()
        details: dict[str, object] = {"load_average": [round(load, 2) for load in loads]}
        figures = _figures(times)
        figures += [(family, load, ()) for family, load in zip(LOADS, loads, strict=True)]
        if cores is not None:
            details["cores"] = cores
            figures.append((CORES, cores, ()))
        if usage.now is not None:
            details["usage"] = percent(usage.now)
            figures.append((USAGE, usage.now, ()))
        verdict = judge("the CPU", "busy", usage.lasting, self._threshold)
        return Outcome(*verdict, details=details, measurements=measurements_of(figures))

    def close(self) -> None:
        """Close the file of the counters."""
        self._stat.close()

    def _times(self) -> dict[str, float]:
        """The seconds by mode; one that slipped back stays, or it would look like a restart."""
        for mode, seconds in self._cpu_times().items():
            step_back = self._highest.get(mode, 0.0) - seconds
            if not 0 < step_back < MAX_STEP_BACK:
                self._highest[mode] = seconds
        return self._highest

    def _usage(self, times: Mapping[str, float]) -> Usage:
        total = sum([times.get(mode, 0.0) for mode in MODES])
        busy = total - sum([times.get(mode, 0.0) for mode in IDLE])
        return self._windows.usage(Sample(self._clock(), busy, total))


def _figures(times: Mapping[str, float]) -> list[Figure]:
    return [(family, times[mode], place) for mode, family, place in _TOLD if mode in times]
