"""Keeps the log lines of Apprise to itself: they tell URLs, which hold tokens.

Its loggers belong to the whole process, which may use Apprise for other things; so only what
is said while alerts are sent is dropped: by this thread, and by those that Apprise starts for it.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

LOGGERS = ("apprise", "urllib3.connectionpool", "urllib3.util.retry", "requests")
"""What speaks of URLs while a message is sent, the last ones at the level of debugging."""

_is_quiet = ContextVar("_is_quiet", default=False)


@contextmanager
def quietly() -> Iterator[None]:
    """Drop what is logged meanwhile."""
    for name in LOGGERS:
        logging.getLogger(name).addFilter(_is_said)  # once, however often it is added
    before = _is_quiet.set(True)
    try:
        yield
    finally:
        _is_quiet.reset(before)


def _is_said(_: logging.LogRecord) -> bool:
    return not _is_quiet.get()
