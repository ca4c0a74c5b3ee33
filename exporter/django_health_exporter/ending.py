"""How the daemon ends: gently at the first signal, at once at the second, and within bounds."""

from __future__ import annotations

import logging
import os
import signal
import threading
import time
from collections.abc import Callable
from functools import partial
from types import FrameType

from django_health_exporter.logs import write_out

logger = logging.getLogger(__name__)

LAST_STEPS = 5.0
"""Seconds for closing connections and for the interpreter's end, after all is answered."""


class Ending:
    """Sees the daemon to its end, with exit code 0 each time: it was told to end.

    Args:
        stop: Makes the daemon answer what was asked, and end.
        abandon: Leaves nothing behind when the process ends at once; must not wait.
        grace: Seconds that answers may take.
    """

    def __init__(self, stop: Callable[[], None], abandon: Callable[[], None], grace: float) -> None:
        self._stop = stop
        self._abandon = abandon
        self._grace = grace
        self._is_told = False

    def listen(self) -> None:
        """Take SIGTERM and SIGINT from now on."""
        for signum in (signal.SIGTERM, signal.SIGINT):
            signal.signal(signum, self._heard)

    def bound(self) -> None:
        """Let the end take so long and no longer, from its begin on."""
        self._leave_after(self._grace + LAST_STEPS)

    def bound_last_steps(self) -> None:
        """The same once all is answered: a check may hang while it is closed."""
        self._leave_after(LAST_STEPS)

    def _leave_after(self, seconds: float) -> None:
        late = partial(self._leave_late, seconds)
        threading.Thread(target=late, name="ending", daemon=True).start()

    def _heard(self, signum: int, _frame: FrameType | None) -> None:
        name = signal.Signals(signum).name
        if self._is_told:
            logger.warning("%s received once more, ending at once", name)
            self._leave()
        self._is_told = True
        logger.info("%s received, ending", name)
        self._stop()

    def _leave_late(self, seconds: float) -> None:
        time.sleep(seconds)
        logger.warning("something hangs and keeps the daemon from ending, leaving it behind")
        self._leave()

    def _leave(self) -> None:
        self._abandon()
        write_out()
        os._exit(0)
