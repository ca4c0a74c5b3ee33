"""Whether a process has given back what a fault made it take."""

from __future__ import annotations

import time

from faulty_stack import Resources

PATIENCE = 15.0
"""Seconds that it gets for that."""

MEMORY = 24 * 1024 * 1024
"""Bytes by which the memory may differ for no reason at all: arenas, caches, a page of answers."""


def assert_back(before: Resources, pid: int) -> None:
    """Wait until a process holds no more than before; a thread or a socket may take its time."""
    deadline = time.monotonic() + PATIENCE
    while not _includes(before, now := Resources.of(pid)):
        assert time.monotonic() < deadline, f"{now} is more than {before}"
        time.sleep(0.02)


def _includes(before: Resources, now: Resources) -> bool:
    return (
        now.threads <= before.threads
        and now.descriptors <= before.descriptors
        and now.memory <= before.memory + MEMORY
    )
