"""Runs in steps: a run says what it waits for, so that others are asked meanwhile by one thread."""

from __future__ import annotations

import time
from collections.abc import Generator
from typing import NamedTuple, TypeVar

T = TypeVar("T")


class Awaited(NamedTuple):
    """What a run waits for: that there is something to read.

    Attributes:
        descriptor: Of the socket.
        is_soon: Whether the answer comes at once, and is waited for before anything is begun that
            takes a while; else it is a long one, and others have their turn before it is looked
            at.
        is_near: Whether the server is on this machine, so that others may be asked after it.
    """

    descriptor: int
    is_soon: bool = True
    is_near: bool = False


Steps = Generator[Awaited, float | None, T]
"""A run that waits where it yields. It is sent when there was something to read, as
``time.perf_counter()`` tells it, or nothing where it has to wait itself."""

_AT_ONCE = 0.005
"""Seconds within which an answer that was seen coming has been read, unless it comes in pieces."""


def completed(steps: Steps[T]) -> T:
    """Return what steps come to, each wait being their own."""
    while True:
        try:
            next(steps)
        except StopIteration as end:
            value: T = end.value
            return value


def heard_at(seen: float | None) -> float:
    """Return when an answer was there, for whoever has just read it.

    Args:
        seen: When there was something to read, if anybody looked. Others may have been dealt with
            since, whose time is not the server's.
    """
    now = time.perf_counter()
    return now if seen is None or now - seen > _AT_ONCE else seen
