"""What is under way when the interpreter ends is waited for, for a limited time."""

from __future__ import annotations

import atexit
import time
import weakref
from typing import Protocol

LAST_WORDS = 5.0
"""Seconds that the end of the interpreter waits for messages under way, all in all."""


class Sends(Protocol):
    """Sends messages in the background."""

    def finish(self) -> None:
        """Take no more; never waits."""

    def flush(self, timeout: float) -> bool:
        """Wait until all is sent, for so many seconds at most."""


_sending: weakref.WeakSet[Sends] = weakref.WeakSet()


def wait_at_exit(sends: Sends) -> None:
    """Have the end of the interpreter wait for what somebody sends."""
    _sending.add(sends)


def wait_no_more(sends: Sends) -> None:
    """Leave it alone: somebody else saw it to its end."""
    _sending.discard(sends)


def _finish() -> None:
    deadline = time.monotonic() + LAST_WORDS
    sending = list(_sending)
    for one in sending:
        one.finish()
    for one in sending:
        one.flush(max(0.0, deadline - time.monotonic()))


atexit.register(_finish)
