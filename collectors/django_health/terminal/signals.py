"""Ends a command that is told to end, at once and without a word."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

SIGNALS = (signal.SIGTERM, signal.SIGINT)

SHELL = 128
"""What a shell adds to the number of the signal that ended a program."""


class _ToldToEnd(BaseException):
    """A signal came; code of the project that catches its like of ``SystemExit`` lets it pass."""

    def __init__(self, signum: int) -> None:
        self.code = SHELL + signum
        super().__init__()


@contextmanager
def ending_at_signals() -> Iterator[None]:
    """End the program during the block at SIGTERM and SIGINT, with 128 and the signal's number.

    The first process of a container hears SIGTERM only where it has a handler for it. Away from the
    main thread, where none can be set, nothing changes.

    Raises:
        SystemExit: A signal came.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = {signum: signal.getsignal(signum) for signum in SIGNALS}
    try:
        try:
            for signum in SIGNALS:
                signal.signal(signum, _told)
            yield
        finally:  # at whose begin or end a signal may come as well
            for signum, handler in before.items():
                signal.signal(signum, handler)
    except _ToldToEnd as told:
        raise SystemExit(told.code) from None


def _told(signum: int, _frame: FrameType | None) -> None:
    raise _ToldToEnd(signum)
