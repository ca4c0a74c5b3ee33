"""When the machine stood still: what was to be answered meanwhile says nothing of the daemon."""

from __future__ import annotations

import threading
import time
from types import TracebackType
from typing import Self

BEAT = 0.02
TOLERATED = 0.25
"""Seconds by which a thread may wake too late; longer is a stall."""


class Stalls:
    """A thread that sleeps and looks how late it wakes; a context manager."""

    def __init__(self) -> None:
        self.found: list[tuple[float, float]] = []
        """From when to when, in Unix seconds."""
        self._end = threading.Event()
        self._thread = threading.Thread(target=self._watch, name="stalls", daemon=True)

    @property
    def seconds(self) -> float:
        """How long the machine stood still in all."""
        return sum(end - begin for begin, end in self.found)

    def meet(self, begin: float, end: float) -> bool:
        """Whether there was one in a span of Unix seconds."""
        return any(first < end and begin < last for first, last in list(self.found))

    def _watch(self) -> None:
        before = time.time()
        while not self._end.wait(BEAT):
            now = time.time()
            if now - before > BEAT + TOLERATED:
                self.found.append((before, now))
            before = now

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._end.set()
        self._thread.join()
