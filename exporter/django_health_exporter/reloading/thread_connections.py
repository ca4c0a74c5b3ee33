"""Closes what a thread that asked checks has open through Django."""

from __future__ import annotations

import sys
from contextlib import suppress
from typing import Any


def close_of_this_thread() -> None:
    """Close the connections to databases that checks of the project opened on this thread.

    Django keeps one for each thread and alias, and leaves closing them to the end of a request,
    which a check has not.
    """
    module: Any = sys.modules.get("django.db")
    if module is None:
        return
    with suppress(Exception):  # what cannot be closed ends with the thread
        for connection in module.connections.all(initialized_only=True):
            connection.close()
