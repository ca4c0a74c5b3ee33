"""Figures from the small files of a cgroup; what is not there or makes no sense is ``None``."""

from __future__ import annotations

import os
from collections.abc import Mapping

LARGEST = 2**16
"""Bytes that are read of a file; memory.stat, the longest, has a few thousand."""


def text(path: str) -> str | None:
    """Return what a file says, or ``None`` where it cannot be read.

    A controller that is off has no such file, a container may not be let into it, and a cgroup may
    be gone by now; in each case the figure is simply not known.
    """
    try:
        # A dozen of them in each run: the layers of open() would cost more than the kernel does.
        descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    except OSError:
        return None
    try:
        return os.read(descriptor, LARGEST).decode("ascii", "replace").strip()
    except OSError:
        return None
    finally:
        os.close(descriptor)


def number(path: str) -> int | None:
    """Return the whole number that is all a file says."""
    return whole(text(path))


def figures(path: str) -> Mapping[str, int]:
    """Return the numbers of a file of lines like ``oom_kill 3``."""
    pairs = (line.split() for line in (text(path) or "").splitlines())
    found = ((pair[0], whole(pair[1])) for pair in pairs if len(pair) == 2)
    return {name: value for name, value in found if value is not None}


def whole(figure: str | None) -> int | None:
    """Return a number of at most 20 digits alone; ``max`` and ``-1`` stand for none."""
    return int(figure) if figure and figure.isdecimal() and len(figure) <= 20 else None
