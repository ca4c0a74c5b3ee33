"""A broker of several places: the first that can be opened is used, as kombu does it."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from typing import TypeVar

P = TypeVar("P")
C = TypeVar("C")


def first_open(
    places: Sequence[P],
    open_one: Callable[[P, float], C],
    timeout: float,
    errors: tuple[type[Exception], ...],
) -> C:
    """Return a connection to the first place that gives one.

    Args:
        places: Where to try, at least one.
        open_one: Opens a connection to a place within so many seconds.
        timeout: Seconds for all of them; each gets an equal share of what is left.
        errors: What says that a place gives none.

    Raises:
        Exception: The error of the last place, where none gave a connection.
    """
    deadline = time.monotonic() + timeout
    *others, last = places
    for tried, place in enumerate(others):
        try:
            return open_one(place, (deadline - time.monotonic()) / (len(places) - tried))
        except errors:
            continue
    return open_one(last, deadline - time.monotonic())
