"""Work that takes long and holds no lock: one piece at a time, off the event loop."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Callable
from concurrent.futures import Future
from threading import Thread

from django_health_exporter.web.errors import RequestError

MOST_WAITING = 16
"""Pieces of work that may wait or be done."""

MOST_OF_A_PLACE = 4
"""Those among them that may come from one place, so that others get their turn."""

SURPLUS = "too many passwords at once, try again in a second"

SOON = {"Retry-After": "1"}


class Queue:
    """Does one piece of work at a time, on a thread that lives as long as the work takes.

    A thread of its own, and none of a pool: the process ends without waiting for it.
    """

    def __init__(self) -> None:
        self._turn = asyncio.Lock()
        self._places: Counter[str] = Counter()

    def start(self, place: str, work: Callable[[], bool]) -> asyncio.Task[bool]:
        """Have a piece of work done when its turn comes.

        Args:
            place: Whom it is for: an address, or what else shares its part of the room.
            work: Does it.

        Raises:
            RequestError: There is no room for it.
        """
        if self._places[place] >= MOST_OF_A_PLACE:
            raise RequestError(429, SURPLUS, SOON)
        if self._places.total() >= MOST_WAITING:
            raise RequestError(503, SURPLUS, SOON)
        self._places += Counter((place,))
        return asyncio.create_task(self._done(place, work))

    async def _done(self, place: str, work: Callable[[], bool]) -> bool:
        try:
            async with self._turn:
                return await _on_a_thread(work)
        finally:
            self._places -= Counter((place,))  # which forgets a place that has none left


async def _on_a_thread(work: Callable[[], bool]) -> bool:
    outcome: Future[bool] = Future()
    outcome.set_running_or_notify_cancel()  # else the end of the loop would take it from the thread
    try:
        Thread(target=_work, args=(work, outcome), name="bcrypt", daemon=True).start()
    except RuntimeError:  # the process may have no more threads
        raise RequestError(503, "no thread is left, try again in a second", SOON) from None
    return await asyncio.wrap_future(outcome)


def _work(work: Callable[[], bool], outcome: Future[bool]) -> None:
    try:
        outcome.set_result(work())
    except BaseException as error:  # noqa: BLE001 - it is raised where it is waited for
        outcome.set_exception(error)
