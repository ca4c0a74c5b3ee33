"""Threads of the engine."""

from __future__ import annotations

import threading
from collections.abc import Callable


def start_daemon(target: Callable[[], None], name: str) -> threading.Thread:
    """Start a thread that does not keep the process alive: it may hang for good.

    Raises:
        RuntimeError: The machine has no thread left, or the interpreter ends.
    """
    thread = threading.Thread(target=target, name=name, daemon=True)
    thread.start()
    return thread
