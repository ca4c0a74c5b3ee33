"""The size of a database, which changes slowly and costs more than all other questions together.

A server looks at every file of the database, or opens every table, to tell it.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Protocol

from django_health.databases import families
from django_health.result import Family

SIZE_INTERVAL = 60.0
"""Seconds for which a size is not asked again; the text of ``families.SIZE`` promises them."""

_QUESTION = "size"


class SizedFigures(Protocol):
    """What one run has found, and the size if the run has asked for it."""

    details: dict[str, object]
    size: int | None

    def add(self, family: Family, value: float, *labels: str) -> None:
        """Add a measurement; labels after that of the alias."""


class SeldomSize:
    """Remembers a size between the runs of a check, also over a change of the connection.

    Args:
        clock: Monotonic seconds.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._size: int | None = None
        self._asked = 0.0

    def begin(self) -> None:
        """Begin a run: a size that is to be asked again is forgotten, whatever the answer will be.

        So a size that was not told, or was refused, is never an old one, and is asked as if it
        never had been.
        """
        if self._clock() - self._asked >= SIZE_INTERVAL:
            self._size = None

    def spares(self, question: str) -> bool:
        """Whether this run need not ask a question of this name."""
        return question == _QUESTION and self._size is not None

    def tell(self, figures: SizedFigures) -> None:
        """Remember the size that the run was told, and tell the last one with its age."""
        now = self._clock()
        if figures.size is not None:
            self._size, self._asked = figures.size, now
        if self._size is not None:
            figures.add(families.SIZE, self._size)
            age = int(now - self._asked)
            figures.details |= {"size_bytes": self._size, "size_age_seconds": age}
