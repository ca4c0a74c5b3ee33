"""One run at a time of what somebody registered, however many checks stand for it."""

from __future__ import annotations

import os
import threading
import weakref
from collections.abc import Iterator
from contextlib import contextmanager


class Turn:
    """Whose turn it is to run something; one per process, as a fork may come in midst of a run."""

    def __init__(self) -> None:
        self._locks: dict[int, threading.Lock] = {}

    @contextmanager
    def taken(self, patience: float) -> Iterator[bool]:
        """Wait for the turn and keep it for the block; yield whether it came.

        Args:
            patience: Seconds to wait.
        """
        lock = self._locks.setdefault(os.getpid(), threading.Lock())
        came = lock.acquire(timeout=patience)
        try:
            yield came
        finally:
            if came:
                lock.release()


_TURNS: dict[int, Turn] = {}
"""By identity: what is registered need be neither hashable nor equal to itself alone."""


def turn_of(asked: object) -> Turn:
    """Return the turn of an object, the same one for as long as the object lives."""
    own = Turn()
    turn = _TURNS.setdefault(id(asked), own)
    if turn is own:
        try:
            weakref.finalize(asked, _TURNS.pop, id(asked), None).atexit = False
        except TypeError:  # it tells nobody of its end, after which its identity is another's
            del _TURNS[id(asked)]
    return turn
