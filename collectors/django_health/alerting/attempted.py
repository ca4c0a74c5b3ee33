"""Which message is being delivered: attempts at the same one are known by it."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

_present: ContextVar[str] = ContextVar("message", default="")


@contextmanager
def one_message() -> Iterator[None]:
    """Have all attempts within it, on this thread, be at one message."""
    token = _present.set(uuid.uuid4().hex)
    try:
        yield
    finally:
        _present.reset(token)


def present_message() -> str:
    """Return what no other message has; empty where somebody calls a channel by himself."""
    return _present.get()
