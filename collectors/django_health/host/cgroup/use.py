"""What a cgroup allows and uses, whichever version of cgroups says so.

A controller is asked for its limit first, and for its use only where something is limited: most
hosts limit nothing, and to tell the use the kernel adds up over all processors.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple, Protocol

Level = int
"""How far a cgroup is above that of this process, 0 being its own."""


class Limit(NamedTuple):
    """The smallest limit, and where it is.

    Attributes:
        level: The cgroup that has it; the own one without any limit.
        value: Bytes, or processors as a number like 1.5; ``None`` is no limit.
    """

    level: Level = 0
    value: float | None = None


class MemoryUse(NamedTuple):
    """Memory of a cgroup; ``None`` is not known.

    Attributes:
        used: Bytes in use without the file pages that the kernel would drop first: the working set.
        oom_kills: Processes killed for lack of memory.
    """

    used: int | None = None
    oom_kills: int | None = None


class CPUUse(NamedTuple):
    """Processor time of a cgroup; ``None`` is not known.

    Attributes:
        seconds: Processor time used.
        throttled: Seconds for which it was held back at its limit.
    """

    seconds: float | None = None
    throttled: float | None = None


class MemoryController(Protocol):
    """The memory of a process' cgroups."""

    def limit(self) -> Limit:
        """Return the smallest limit."""

    def use(self, level: Level) -> MemoryUse:
        """Return what is used at a level."""


class CPUController(Protocol):
    """The processor time of a process' cgroups."""

    def limit(self) -> Limit:
        """Return the smallest limit."""

    def use(self, level: Level) -> CPUUse:
        """Return what is used at a level."""


def tightest(limits: Iterable[float | None]) -> Limit:
    """Return the smallest of the limits, the own one first.

    Of equal ones it is the outermost, which has the use of others beside that of this process.
    """
    known = [(value, -level) for level, value in enumerate(limits) if value is not None]
    if not known:
        return Limit()
    value, level = min(known)
    return Limit(-level, value)


def working_set(used: int | None, inactive_file: int | None) -> int | None:
    """Return the bytes in use without the inactive pages of files."""
    return None if used is None else max(0, used - (inactive_file or 0))


def seconds(units: int | None, per_second: float) -> float | None:
    """Return a time in seconds, where it is known."""
    return None if units is None else units / per_second
