"""Closes what a thread that asked checks has open through Django."""

from __future__ import annotations

import sys
from contextlib import suppress
from typing import Any

from django_health_exporter.configuration.project.dependents import aliases_of_before


def close_of_this_thread() -> None:
    """Close the connections to databases that checks of the project opened on this thread.

    Django keeps one for each thread and alias, and leaves closing them to the end of a request,
    which a check has not. It names those alone whose aliases are in its settings, so that those
    whose aliases were there before a reload are looked for besides.
    """
    module: Any = sys.modules.get("django.db")
    if module is None:
        return
    own: Any = getattr(module.connections, "_connections", None)
    with suppress(Exception):  # what cannot be closed ends with the thread
        for alias in {*module.connections, *aliases_of_before()}:
            if (connection := getattr(own, alias, None)) is not None:
                with suppress(Exception):
                    connection.close()
