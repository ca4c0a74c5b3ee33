"""The same question by many at the same time."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Generic, NamedTuple, TypeVar

T = TypeVar("T")


class Visit(NamedTuple, Generic[T]):
    """What one of them heard, and the seconds that it took."""

    answer: T
    seconds: float


def together(count: int, ask: Callable[[], T]) -> list[Visit[T]]:
    """Ask from ``count`` threads, none of which begins before all are there."""
    gate = threading.Barrier(count)

    def visit() -> Visit[T]:
        gate.wait()
        started = time.monotonic()
        return Visit(ask(), time.monotonic() - started)

    with ThreadPoolExecutor(count) as threads:
        return [future.result() for future in [threads.submit(visit) for _ in range(count)]]
