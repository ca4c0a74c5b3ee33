"""What was done to each target, and when: from it follows what the daemon has to say."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import NamedTuple

WELL = "well"
"""The condition of a target with which nothing is done."""


class Span(NamedTuple):
    """A condition of a target, and the Unix seconds for which it held without doubt.

    ``begun`` is when bringing it about was finished, ``ended`` when its end was begun; in between
    two spans anything may be told. ``ended`` is infinite while it lasts.
    """

    condition: str
    begun: float
    ended: float


class Ledger:
    """The conditions of all targets; any thread may look while one writes.

    Args:
        targets: Their names; all are well from now on.
        clock: Unix seconds.
    """

    def __init__(self, targets: Iterable[str], clock: Callable[[], float] = time.time) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._spans = {target: [Span(WELL, clock(), float("inf"))] for target in targets}

    @contextmanager
    def becoming(self, target: str, condition: str) -> Iterator[None]:
        """Do inside of this what brings a condition about."""
        with self._lock:
            spans = self._spans[target]
            spans[-1] = spans[-1]._replace(ended=self._clock())
        yield
        with self._lock:
            spans.append(Span(condition, self._clock(), float("inf")))

    def held(self, target: str, begin: float, end: float) -> Span | None:
        """Return the condition that held from ``begin`` to ``end``; ``None`` where it changed."""
        with self._lock:
            for span in reversed(self._spans[target]):
                if span.begun <= begin:
                    return span if end <= span.ended else None
        return None

    def spans(self, target: str) -> list[Span]:
        """Return all that a target went through, in its order."""
        with self._lock:
            return list(self._spans[target])
