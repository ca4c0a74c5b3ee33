"""The host's memory and swap."""

from __future__ import annotations

import re
from pathlib import Path
from typing import NamedTuple

import psutil

from django_health.check import BaseHealthCheck
from django_health.host.kernel_file import KernelFile
from django_health.host.reading import Reading
from django_health.host.units import gibibytes, percent
from django_health.host.verdict import judge
from django_health.result import Family, Outcome
from django_health.settings import HealthSettings

TOTAL = Family("django_health_system_memory_total_bytes", "Bytes of RAM (/proc/meminfo MemTotal).")
AVAILABLE = Family(
    "django_health_system_memory_available_bytes",
    "Bytes that programs could still get without swapping (/proc/meminfo MemAvailable).",
)
USED = Family(
    "django_health_system_memory_used_bytes",
    "Bytes that are not available (/proc/meminfo MemTotal less MemAvailable).",
)
USAGE = Family(
    "django_health_system_memory_usage_ratio",
    "Share of the RAM that is not available, 0 to 1 (/proc/meminfo MemTotal and MemAvailable).",
)
SWAP_TOTAL = Family(
    "django_health_system_swap_total_bytes",
    "Bytes of swap space, 0 without any (/proc/meminfo SwapTotal).",
)
SWAP_USED = Family(
    "django_health_system_swap_used_bytes",
    "Bytes of swap space in use (/proc/meminfo SwapTotal less SwapFree).",
)


class Memory(NamedTuple):
    """The kernel's account of memory, in bytes."""

    total: int
    available: int
    swap_total: int
    swap_free: int


FIELDS = (b"MemTotal", b"MemAvailable", b"SwapTotal", b"SwapFree")

_FIELD = re.compile(rb"\n(%b):[ \t]*(\d{1,18})[ \t]" % b"|".join(FIELDS))


class MemoryCheck(BaseHealthCheck):
    """How much of the host's memory is in use.

    Swap is measured and held against no threshold: a full swap of cold pages is no fault.

    Details: ``usage`` in percent; ``total_gb``, ``available_gb``, ``used_gb``, ``swap_total_gb``
    and ``swap_used_gb`` in GiB (2**30 bytes) to two decimals.
    """

    details_are_final = True
    name = "system"
    part = "memory"
    description = "memory and swap of the host"
    timeout = 5.0

    def __init__(
        self,
        settings: HealthSettings,
        *,
        meminfo: Path = Path("/proc/meminfo"),
    ) -> None:
        self._threshold = settings.thresholds.memory
        self._meminfo = KernelFile(meminfo)

    def check(self) -> Outcome:
        """Read the kernel's account of memory."""
        with Reading("/proc/meminfo"):
            memory = self._read()
        used, swap_used = memory.total - memory.available, memory.swap_total - memory.swap_free
        usage = used / memory.total
        verdict = judge("the memory", "used", usage, self._threshold)
        details = {
            "usage": percent(usage),
            "total_gb": gibibytes(memory.total),
            "available_gb": gibibytes(memory.available),
            "used_gb": gibibytes(used),
            "swap_total_gb": gibibytes(memory.swap_total),
            "swap_used_gb": gibibytes(swap_used),
        }
        measurements = (
            TOTAL(memory.total),
            AVAILABLE(memory.available),
            USED(used),
            USAGE(usage),
            SWAP_TOTAL(memory.swap_total),
            SWAP_USED(swap_used),
        )
        return Outcome(*verdict, details=details, measurements=measurements)

    def close(self) -> None:
        """Close the file."""
        self._meminfo.close()

    def _read(self) -> Memory:
        """Look at the file once; psutil looks twice and at another one, at six times the cost."""
        try:
            return parsed(self._meminfo.read()) or _of_psutil()
        except FileNotFoundError:  # a system without /proc
            return _of_psutil()


def parsed(text: bytes) -> Memory | None:
    """Return the account; ``None`` where a field is missing (kernels before 3.14) or cannot be.

    Containers of LXC may show the memory of the host as available and less as all of it.
    """
    found: dict[bytes, bytes] = dict(_FIELD.findall(b"\n" + text))
    if len(found) < len(FIELDS):
        return None
    memory = Memory(*[int(found[name]) * 1024 for name in FIELDS])
    return memory if 0 < memory.total >= memory.available else None


def _of_psutil() -> Memory:
    memory, swap = psutil.virtual_memory(), psutil.swap_memory()
    return Memory(memory.total, memory.available, swap.total, swap.free)
