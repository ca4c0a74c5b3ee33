"""How a request in a web worker waits for checks without starving the worker.

A web worker has few threads. If each request for the health waited for a silent server as long as
its check may take, a handful of probes would hold all of them, and the application would stand
still for a dependency that its other views may not even need.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Collection
from concurrent.futures import Future
from concurrent.futures import TimeoutError as WaitTimeout
from contextlib import suppress

from django_health.engine import Engine
from django_health.engine.flight import Flight, Round
from django_health.result import Report

GRACE = 0.25
"""Seconds from the start of a run for which every request waits for it."""

FIRST_GRACE = 1.0
"""The same for the first run of a check, of which nothing is known that could be told instead."""

FIRST_PLACES = 2
"""Requests of a process that may wait at a time for first runs beyond ``GRACE``.

What a cold process imports for its first runs takes half a second, after which a prober and a
balancer that ask at the same time are to hear that all is well. More requests than these are not
held up: a worker often has four threads, and if a server is silent at the start, the others go on
serving.
"""


def _wait(done: Future[None], seconds: float) -> None:
    with suppress(WaitTimeout):
        done.result(min(seconds, threading.TIMEOUT_MAX))


class Patience:
    """Asks an engine on behalf of the requests of one process.

    An answer that is not older than ``max_age`` is given again. Otherwise a request waits for a
    run until that is a quarter of a second old; most are long done by then. After that

    - two requests of the process wait for what has never answered yet, until that is a second old;
    - a check whose last run got no answer in time is not waited for any longer;
    - for the others one request of the process waits on, until their own time limits have passed;
    - all further requests are given what there is.

    What has not answered is told with its last result, which says how old it is, and with reason
    ``timeout`` where there is none.

    Args:
        engine: What is asked.
        max_age: Seconds for which an answer is given again.
        begun: Monotonic seconds at which the checks began to be made, which the requests that come
            just now have waited for; it is part of their time.
        clock: Monotonic seconds.
        wait: Waits for a future, at most so many seconds.
    """

    def __init__(
        self,
        engine: Engine,
        *,
        max_age: float,
        begun: float | None = None,
        clock: Callable[[], float] = time.monotonic,
        wait: Callable[[Future[None], float], None] = _wait,
    ) -> None:
        self._engine = engine
        self._max_age = max_age
        self._clock = clock
        self._wait = wait
        self._made = clock()
        self._begun = self._made if begun is None else begun
        self._place = threading.Lock()
        self._first_places = threading.BoundedSemaphore(FIRST_PLACES)

    def report(self, names: Collection[str] | None = None, *, target: str | None = None) -> Report:
        """Ask and wait as long as this request may.

        Args:
            names: The components to ask; all where it is ``None``.
            target: The one alias inside the components to ask; all where it is ``None``.

        Raises:
            UnknownCheckError: A name is none of the engine's.
        """
        asked = self._engine.start(names, max_age=self._max_age, target=target)
        if not asked.done.done():
            self._wait_for_the_young(asked, lambda _: GRACE)
            is_patient = self._wait_for_the_first(asked)
            self._wait_for_the_rest(asked, also_first=is_patient)
        return self._engine.report(asked, last_known=True)

    def _wait_for_the_first(self, asked: Round) -> bool:
        """Wait for what never answered yet; return whether it may, as few of this process do."""
        if not self._first_places.acquire(blocking=False):
            return False
        try:
            self._wait_for_the_young(asked, _grace_of_first)
        finally:
            self._first_places.release()
        return True

    def _wait_for_the_young(self, asked: Round, grace: Callable[[Flight], float]) -> None:
        """Wait until each run has landed or had its grace."""
        soonest = 0.0

        def has_grace(flight: Flight, age: float) -> bool:
            nonlocal soonest
            left = grace(flight) - age
            if left > 0:
                soonest = min(soonest, left)
            return left > 0

        while True:
            soonest = FIRST_GRACE
            young = self._engine.among(asked, has_grace)
            if not young.entries:
                return
            self._wait(young.done, soonest)

    def _wait_for_the_rest(self, asked: Round, *, also_first: bool) -> None:
        """Wait for what is not known to be silent, if no other request of this process does."""
        longest = 0.0

        def may_answer(flight: Flight, _age: float) -> bool:
            nonlocal longest
            slot = flight.slot
            if slot.is_silent or (slot.last is None and not also_first):
                return False
            longest = max(longest, slot.check.timeout)
            return True

        rest = self._engine.among(asked, may_answer)
        if rest.entries and self._place.acquire(blocking=False):
            try:
                end = self._came(asked) + longest + GRACE
                self._wait(rest.done, max(0.0, end - self._clock()))
            finally:
                self._place.release()

    def _came(self, asked: Round) -> float:
        """When a request came: while the checks were made, or else when it asked them."""
        return self._begun if asked.started - self._made < GRACE else asked.started


def _grace_of_first(flight: Flight) -> float:
    return 0.0 if flight.slot.last else FIRST_GRACE
