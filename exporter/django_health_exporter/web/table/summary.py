"""A line for all the trouble of a minute, and none where there was none."""

from __future__ import annotations

import asyncio
import logging
from dataclasses import asdict

from django_health_exporter.web.table.counts import ConnectionCounts

logger = logging.getLogger(__name__)

EVERY = 60.0
"""Seconds between two lines."""

TROUBLE = {
    "refused": "refused",
    "evicted": "closed for others",
    "timed_out": "too slow",
    "failed_handshakes": "failed in TLS",
    "rejected": "requests over the limit",
}
"""What is told, by the name of its count."""


class Summary:
    """Tells the log now and then what became of the clients that were sent away.

    Args:
        counts: What is told.
    """

    def __init__(self, counts: ConnectionCounts) -> None:
        self._counts = counts
        self._told = asdict(counts)
        self._timer: asyncio.TimerHandle | None = None

    def begin(self) -> None:
        """Tell from now on, on the running loop."""
        self._timer = asyncio.get_running_loop().call_later(EVERY, self._again)

    def end(self) -> None:
        """Tell what is left, and then no more."""
        if self._timer:
            self._timer.cancel()
        self.tell()

    def tell(self) -> None:
        """Log what has happened since the last time, if anything has."""
        now = asdict(self._counts)
        news = [
            f"{now[name] - self._told[name]} {words}"
            for name, words in TROUBLE.items()
            if now[name] > self._told[name]
        ]
        self._told = now
        if news:
            logger.info("connections: %s", ", ".join(news))

    def _again(self) -> None:
        self.tell()
        self.begin()
