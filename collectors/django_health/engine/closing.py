"""The last run of an engine: it closes all checks on a thread that is there already."""

from __future__ import annotations

import threading
from collections.abc import Callable

from django_health.check import BaseHealthCheck
from django_health.result import Outcome, Status


class Closing(BaseHealthCheck):
    """Closes when it is run, and lets others wait for that.

    Args:
        close_all: Closes the engine.
    """

    name = "closing"
    description = "the end of the engine"

    def __init__(self, close_all: Callable[[], None]) -> None:
        self._close_all = close_all
        self.done = threading.Event()

    def check(self) -> Outcome:
        """Close, and say so."""
        self._close_all()
        self.done.set()
        return Outcome(Status.SKIPPED)
