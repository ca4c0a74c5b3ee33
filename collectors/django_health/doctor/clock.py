"""Whether anybody keeps this host's clock right: ages and timestamps are made of it."""

from __future__ import annotations

import ctypes
from collections.abc import Callable, Iterator

from django_health.doctor.finding import Finding, Level

_SIZE = 512
"""Bytes that are more than any kernel's ``struct timex`` has."""

_UNSYNCHRONISED = 5
"""``TIME_ERROR`` of ``adjtimex(2)``."""


def clock_state() -> int:
    """Return what the kernel says of its clock; -1 where it cannot be asked."""
    buffer = ctypes.create_string_buffer(_SIZE)  # of zeros: nothing is to be adjusted
    try:
        return int(ctypes.CDLL(None).adjtimex(buffer))
    except (AttributeError, OSError):
        return -1


def clock_findings(state: Callable[[], int] = clock_state) -> Iterator[Finding]:
    """Yield that nobody keeps the clock right, if it is so."""
    if state() == _UNSYNCHRONISED:
        yield Finding(
            Level.NOTE,
            "clock",
            "the kernel knows of nobody who keeps this host's clock right",
            "run chrony or systemd-timesyncd; in a container or a virtual machine on the host",
        )
