"""How long the host has been up."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import UTC, datetime

from django_health.check import BaseHealthCheck
from django_health.host.kernel_stat import KernelStat
from django_health.host.reading import Reading
from django_health.result import Family, Outcome
from django_health.settings import HealthSettings

BOOT = Family(
    "django_health_system_boot_timestamp_seconds",
    "Unix time at which the host started (/proc/stat btime).",
)


class UptimeCheck(BaseHealthCheck):
    """Since when the host runs; inside a container it is the host's start, not the container's.

    Details: ``uptime_seconds``, whole seconds; ``boot_time``, UTC as ISO 8601.
    """

    details_are_final = True
    name = "system"
    part = "uptime"
    description = "start of the host"
    timeout = 5.0

    def __init__(
        self,
        settings: HealthSettings,  # noqa: ARG002 - every check of the host is built alike
        *,
        boot_time: Callable[[], float] | None = None,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self._stat = KernelStat()
        self._boot_time = boot_time or self._stat.start
        self._clock = clock
        self._boot = 0.0
        self._boot_text = ""

    def check(self) -> Outcome:
        """Read the boot time; the kernel reckons it anew when the clock is set."""
        with Reading("/proc/stat"):
            boot = self._boot_time()
        if boot != self._boot:
            self._boot = boot
            self._boot_text = datetime.fromtimestamp(boot, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        details = {
            "uptime_seconds": max(0, round(self._clock() - boot)),
            "boot_time": self._boot_text,
        }
        return Outcome(details=details, measurements=(BOOT(boot),))

    def close(self) -> None:
        """Close the file."""
        self._stat.close()
