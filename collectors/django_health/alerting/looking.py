"""Looks at the health at an interval, and sooner where something may become certain."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable

from django_health.errors import HealthCheckError
from django_health.failure import described

logger = logging.getLogger(__name__)

SOONEST = 1.0
"""Seconds between two looks at least."""


class Looking:
    """Looks again and again, until it is told to end.

    Args:
        look: Looks, and returns in how many seconds something may become certain, if anything.
        interval: Seconds between two looks.
    """

    def __init__(self, look: Callable[[], float | None], interval: float) -> None:
        self._look = look
        self._interval = interval
        self._end = threading.Event()
        self._complaint = ""

    def run(self) -> None:
        """Look until the end; raises nothing."""
        while not self._end.is_set():
            self._end.wait(self._pause(self._outcome()))

    def end(self) -> None:
        """Look no more; from any thread and signal handler."""
        self._end.set()

    def _pause(self, certain_in: float | None) -> float:
        if certain_in is None:
            return self._interval
        return min(self._interval, max(SOONEST, certain_in))

    def _outcome(self) -> float | None:
        """Look, and log an error once for as long as it is the same."""
        complaint, certain_in = "", None
        try:
            certain_in = self._look()
        except HealthCheckError as error:
            complaint = str(error)
        except Exception as error:  # noqa: BLE001 - the next look may succeed; its text may be secret
            complaint = described(error)
        if complaint and complaint != self._complaint:
            logger.error("alerting: the health could not be looked at: %s", complaint)
        self._complaint = complaint
        return certain_in
