"""Waiting for checks on the event loop, without a thread."""

from __future__ import annotations

import asyncio
from collections.abc import Collection
from concurrent.futures import Future
from contextlib import suppress
from functools import partial

from django_health.engine import Engine
from django_health.result import Report


class Wait:
    """One request's wait for the checks that it asks; the checks do not notice how it ends."""

    def __init__(self) -> None:
        self._over = asyncio.Event()
        self.abandoned = False
        """Whether nobody wants the report any more."""

    async def report(
        self,
        engine: Engine,
        names: Collection[str] | None,
        deadline: float,
        target: str | None = None,
        *,
        last_known: bool = False,
    ) -> Report:
        """Ask, wait until all have answered or ``deadline`` seconds have passed, and report.

        ``last_known`` is as for :meth:`Engine.report`.
        """
        loop = asyncio.get_running_loop()
        end = loop.call_later(deadline, self._over.set)  # the report says what did not answer
        try:
            asked = engine.start(names, target=target)
            # Not asyncio.wrap_future: cancelling that would cancel the round in the engine's hands.
            asked.done.add_done_callback(partial(_wake, loop, self._over))
            await self._over.wait()
        finally:
            end.cancel()
        return engine.report(asked, last_known=last_known)

    def abandon(self) -> None:
        """End the wait: the client has gone."""
        self.abandoned = True
        self._over.set()


def _wake(loop: asyncio.AbstractEventLoop, over: asyncio.Event, _done: Future[None]) -> None:
    with suppress(RuntimeError):  # the loop has ended, and with it the wait
        loop.call_soon_threadsafe(over.set)
