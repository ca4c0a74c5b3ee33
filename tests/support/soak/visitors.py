"""Those who ask the daemon all the time: each on a thread, at a pace of its own."""

from __future__ import annotations

import threading
import time
from collections import defaultdict
from collections.abc import Callable
from typing import NamedTuple


class Visitor(NamedTuple):
    """Somebody who asks again and again.

    Attributes:
        name: What it is called in the report.
        pace: Seconds between two questions.
        visit: Asks, and returns the seconds that the answer took; raises where there is none.
    """

    name: str
    pace: float
    visit: Callable[[], float]


class Visitors:
    """Lets visitors ask until it is closed; they can be told to wait outside for a while.

    Args:
        visitors: Who they are.
        complain: Told the name of a visitor and the error that its question ended with.
    """

    def __init__(self, visitors: list[Visitor], complain: Callable[[str, Exception], None]) -> None:
        self.seconds: dict[str, list[float]] = defaultdict(list)
        """How long the answers took, by the name of the visitor."""
        self._complain = complain
        self._changed = threading.Condition()
        self._inside = 0
        self._may_enter = True
        self._end = threading.Event()
        self._threads = [
            threading.Thread(target=self._go, args=(visitor,), name=visitor.name, daemon=True)
            for visitor in visitors
        ]
        for thread in self._threads:
            thread.start()

    def send_out(self) -> None:
        """Let nobody ask any more, and wait for those who do."""
        with self._changed:
            self._may_enter = False
            self._changed.wait_for(lambda: not self._inside)

    def let_in(self) -> None:
        """Let all ask again."""
        with self._changed:
            self._may_enter = True
            self._changed.notify_all()

    def close(self) -> None:
        """End them."""
        self._end.set()
        self.let_in()
        for thread in self._threads:
            thread.join()

    def _go(self, visitor: Visitor) -> None:
        while not self._end.is_set():
            with self._changed:
                self._changed.wait_for(lambda: self._may_enter)
                self._inside += 1
            try:
                self.seconds[visitor.name].append(visitor.visit())
            except Exception as error:  # noqa: BLE001 - whatever it is, it is the story
                self._complain(visitor.name, error)
                self._end.set()
            finally:
                with self._changed:
                    self._inside -= 1
                    self._changed.notify_all()
            self._end.wait(visitor.pace)


def timed(ask: Callable[[], object]) -> Callable[[], float]:
    """Return a visit that tells how long asking took."""

    def visit() -> float:
        started = time.monotonic()
        ask()
        return time.monotonic() - started

    return visit
