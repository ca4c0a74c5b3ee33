"""One timer for all connections."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from math import inf

from django_health_exporter.web.table.connection import Connection, Stage


class Deadlines:
    """Tells which connections stay at a stage for too long.

    All at one stage have the same time, so the one in front is the first that runs out of it, and
    a request costs no timer of its own.

    Args:
        stages: Those with a limit.
        overrun: Called with each connection whose time is up; has to take it out of its stage.
    """

    def __init__(self, stages: Sequence[Stage], overrun: Callable[[Connection], None]) -> None:
        self._stages = stages
        self._overrun = overrun
        self._timer: asyncio.TimerHandle | None = None
        self._next = inf

    def watch(self, moment: float) -> None:
        """Look at a moment of the loop's time, unless one before it is known."""
        if moment < self._next:
            self.end()
            self._next = moment
            self._timer = asyncio.get_running_loop().call_at(moment, self._look)

    def end(self) -> None:
        """Look no more."""
        if self._timer:
            self._timer.cancel()
        self._timer, self._next = None, inf

    def _look(self) -> None:
        now = asyncio.get_running_loop().time()
        self.end()
        for stage in self._stages:
            while stage.limit and (first := next(iter(stage.members), None)):
                if first.since + stage.limit > now:
                    self.watch(first.since + stage.limit)
                    break
                self._overrun(first)
