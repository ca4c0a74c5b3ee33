"""What ``/proc/stat`` says of the processors and of the host's start."""

from __future__ import annotations

import os
from collections.abc import Mapping

import psutil

from django_health.host.kernel_file import KernelFile

MODES = ("user", "nice", "system", "idle", "iowait", "irq", "softirq", "steal")
"""The modes that add up to all time; guest and guest_nice are in user and nice."""

COLUMNS = (*MODES, "guest", "guest_nice")
"""The columns of the line ``cpu``, of which old kernels have fewer."""

_PROCESSOR, _START = b"\ncpu", b"\nbtime "


class KernelStat:
    """The file, read as often as it is asked for times or for the start.

    On a system without it psutil is asked, which takes longer.
    """

    def __init__(self) -> None:
        folder = getattr(psutil, "PROCFS_PATH", "/proc")
        self._file = KernelFile(f"{folder}/stat")
        self._ticks = os.sysconf("SC_CLK_TCK")
        self._text = b""

    def times(self) -> Mapping[str, float]:
        """Return the seconds that all processors together spent in each mode.

        Raises:
            OSError: They cannot be read.
        """
        if not self._read():
            return psutil.cpu_times()._asdict()
        total = self._text[: self._text.find(b"\n")].split()[1:]
        return {mode: int(ticks) / self._ticks for mode, ticks in zip(COLUMNS, total, strict=False)}

    def cores(self) -> int | None:
        """Return how many processors were online when the times were read."""
        return self._text.count(_PROCESSOR) or psutil.cpu_count()

    def start(self) -> float:
        """Return the Unix time at which the host started.

        Raises:
            OSError: It cannot be read.
        """
        begin = self._text.find(_START) if self._read() else -1
        if begin < 0:
            return psutil.boot_time()
        begin += len(_START)
        return float(self._text[begin : self._text.find(b"\n", begin)])

    def close(self) -> None:
        """Close the file."""
        self._file.close()

    def _read(self) -> bool:
        """Read it anew; false where the system has no such file."""
        try:
            self._text = self._file.read()
        except FileNotFoundError:
            self._text = b""
        return bool(self._text)
