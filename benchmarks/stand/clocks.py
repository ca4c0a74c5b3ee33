"""What a process has used, by the kernel's own clocks, and what the machine did meanwhile."""

from __future__ import annotations

import os
import time
from collections.abc import Iterable
from pathlib import Path

_SCHEDULED = 2
"""The kind of a process' clock that counts what the scheduler gave it, to the nanosecond."""

_TICK = 1 / os.sysconf("SC_CLK_TCK")


def cpu_seconds(pids: Iterable[int]) -> float:
    """CPU seconds of processes so far, all their threads included, also those that have ended."""
    return sum(time.clock_gettime((~pid << 3) | _SCHEDULED) for pid in pids)


def family_cpu_seconds(pid: int) -> float:
    """CPU seconds of a process and of its children, also those that have ended."""
    stat = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
    ended = (int(stat[13]) + int(stat[14])) * _TICK
    total = cpu_seconds([pid]) + ended
    for child in children(pid):
        try:
            total += cpu_seconds([child])
        except OSError:
            continue  # it has ended meanwhile, and counts among the ended ones the next time
    return total


def children(pid: int) -> list[int]:
    """The children of a process' main thread."""
    text = Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii")
    return [int(word) for word in text.split()]


class Machine:
    """How busy the machine is, all of it, since this was made or last asked."""

    def __init__(self) -> None:
        self._last = _ticks()

    def busy(self) -> float:
        """The share of all processors' time in which they were not idle."""
        idle, _, total = self._passed()
        return (total - idle) / total

    def stolen(self) -> float:
        """The share of all processors' time that a hypervisor gave to others."""
        _, stolen, total = self._passed()
        return stolen / total

    def _passed(self) -> tuple[int, int, int]:
        before, self._last = self._last, _ticks()
        passed = [now - then for now, then in zip(self._last, before, strict=True)]
        return passed[3] + passed[4], passed[7], sum(passed) or 1


def wait_until_quiet(longest: float, busy: float = 0.2) -> bool:
    """Wait until the machine rests, but not for ever; tell whether it does."""
    end = time.monotonic() + longest
    machine = Machine()
    while True:
        time.sleep(0.05)
        if machine.busy() <= busy:
            return True
        if time.monotonic() > end:
            return False


def _ticks() -> list[int]:
    with Path("/proc/stat").open(encoding="ascii") as stat:
        return [int(word) for word in stat.readline().split()[1:9]]
