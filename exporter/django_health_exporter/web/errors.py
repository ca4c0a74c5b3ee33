"""What goes wrong with a request: told to the client in one line, to the log without its text."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Callable, Mapping
from typing import Any

from tornado.web import HTTPError

from django_health.failure import described

logger = logging.getLogger(__name__)

SPARING = 60.0
"""Seconds for which the same error of the event loop is not told again."""


class RequestError(HTTPError):
    """A request that cannot be answered as it is, and the one line that tells the client why.

    Args:
        status: The status code.
        text: The line.
        headers: Sent with it, besides those of all answers.
    """

    def __init__(self, status: int, text: str, headers: Mapping[str, str] | None = None) -> None:
        super().__init__(status)
        self.text = text
        self.headers = headers or {}


class LoopErrors:
    """Logs what nobody caught in an event loop; the same error at most once a minute.

    A loop that has run out of descriptors, for one, fails to accept thousands of times a second.

    Args:
        clock: Monotonic seconds.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._told: dict[str, float] = {}

    def __call__(self, _loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
        """Take what ``set_exception_handler`` hands over."""
        error = context.get("exception")
        self.tell(described(error) if error else str(context["message"]))

    def tell(self, text: str) -> None:
        """Log an error, unless the same one was told within the last minute."""
        now = self._clock()
        if now - self._told.get(text, -SPARING) >= SPARING:
            self._told[text] = now
            logger.error("error in the event loop: %s", text)
