"""A database whose long answer is on its way while others are asked."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Generator
from typing import TypeVar

from django_health.databases.lending_check import LendingCheck
from django_health.result import Outcome

T = TypeVar("T")


class SteppedCheck(LendingCheck):
    """Asks a database how it is, and pauses where the server has much to look up.

    The short probe, whose time is told, is never interrupted. Whoever would borrow the connection
    waits until the run is over, pauses included.
    """

    def run_in_steps(self) -> Generator[None, None, Outcome]:
        """Ask, as :meth:`check` does, with pauses."""
        with self._turn(self, self.timeout):
            return (yield from self._steps())

    def _look(self) -> Outcome:
        return completed(self._steps())

    @abstractmethod
    def _steps(self) -> Generator[None, None, Outcome]:
        """Ask how the database is, with pauses; errors as for :meth:`check`."""


def completed(steps: Generator[None, None, T]) -> T:
    """Return what steps come to, without a pause between them."""
    while True:
        try:
            next(steps)
        except StopIteration as end:
            value: T = end.value
            return value
