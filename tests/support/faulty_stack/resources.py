"""What a process holds, to be compared with what it held before."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple, Self

import psutil

PATIENCE = 15.0
"""Seconds in which everything has to be back."""

SLACK = 32 * 1024 * 1024
"""Bytes that a process may keep for later: the allocators of Python and C give little back."""


class Resources(NamedTuple):
    """Threads, descriptors and resident memory of one process.

    Attributes:
        threads: Their number.
        descriptors: Their number.
        memory: Bytes.
    """

    threads: int
    descriptors: int
    memory: int

    @classmethod
    def of(cls, pid: int) -> Self:
        """Measure a process now."""
        process = psutil.Process(pid)
        with process.oneshot():
            return cls(process.num_threads(), process.num_fds(), process.memory_info().rss)

    def exceeds(self, before: Resources) -> bool:
        """Whether something has grown."""
        return (
            self.threads > before.threads
            or self.descriptors > before.descriptors
            or self.memory > before.memory + SLACK
        )


def assert_back(measure: Callable[[], Resources], before: Resources) -> None:
    """Make sure that a process soon holds no more than before."""
    deadline = time.monotonic() + PATIENCE
    while (now := measure()).exceeds(before):
        assert time.monotonic() < deadline, f"it held {before} and now holds {now}"
        time.sleep(0.05)


class Peak:
    """The highest resident memory of a process from here on.

    Args:
        pid: The process; it has to be of the same user.
    """

    def __init__(self, pid: int) -> None:
        self._folder = Path(f"/proc/{pid}")
        (self._folder / "clear_refs").write_text("5", encoding="ascii")  # forget the old one
        self._before = self._highest()

    @property
    def growth(self) -> int:
        """Bytes by which the memory has been higher than at the beginning."""
        return self._highest() - self._before

    def _highest(self) -> int:
        status = (self._folder / "status").read_text(encoding="utf-8")
        line = next(line for line in status.splitlines() if line.startswith("VmHWM:"))
        return int(line.split()[1]) * 1024
