"""A process that may open nothing more, neither a file nor a socket."""

from __future__ import annotations

import resource
from collections.abc import Iterator
from contextlib import contextmanager

LIMIT = 3
"""All below it is in use from a program's start on: what is closed meanwhile frees no place."""


@contextmanager
def exhausted(pid: int) -> Iterator[None]:
    """Let a process have no descriptor left while the block runs; what is open stays so."""
    limits = resource.prlimit(pid, resource.RLIMIT_NOFILE)
    resource.prlimit(pid, resource.RLIMIT_NOFILE, (LIMIT, limits[1]))
    try:
        yield
    finally:
        resource.prlimit(pid, resource.RLIMIT_NOFILE, limits)
