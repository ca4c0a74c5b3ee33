"""Runs that wait for their servers, all looked at by one thread, while others are begun."""

from __future__ import annotations

import select
import time
from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import islice
from math import inf

from django_health.engine.flight import Flight
from django_health.steps import Awaited

SOON = 0.002
"""Seconds for which an answer that comes soon is waited for before what takes a while is begun, and
after which one looks in between whether a long answer has come."""

LONG = 0.02
"""Seconds after which who waits counts as slow, and nobody waits for it any more."""

HELD = 0.25
"""Seconds after which who needs a connection that another run has waits for it on a thread, and
after which who was asked for has its turn whoever waits."""

FIRST = 8
"""Runs at the head of the queue of which one begins where those before it wait."""

MOST = 16
"""Runs that wait at the same time, slow ones not counted."""

GLANCE = 0.1
"""Seconds that a look takes at most: what comes to wait meanwhile is not among what it looks at."""


@dataclass(eq=False, slots=True)
class Pause:
    """A run that waits.

    Attributes:
        flight: The run.
        awaited: What it waits for.
        since: When it began to, in seconds of the engine's clock.
        number: How many began before it.
    """

    flight: Flight
    awaited: Awaited
    since: float
    number: int


class Look:
    """One look at all that is waited for, without the engine's lock.

    Args:
        pauses: The runs.
        youngest: The number of the youngest of them.
        seconds: How long it waits at most for the first of them.

    Attributes:
        youngest: The same.
        pauses: The runs by their descriptors.
        found: The descriptors where there was something to read; all, where none could be looked
            at.
        at: When that was seen, as ``time.perf_counter()`` tells it, if it was.
    """

    def __init__(self, pauses: Iterable[Pause], youngest: int, seconds: float) -> None:
        self.youngest = youngest
        self.pauses = {pause.awaited.descriptor: pause for pause in pauses}
        self.found: list[int] = []
        self.at: float | None = None
        self._seconds = seconds

    def take(self) -> None:
        """Wait until there is something to read for one of them, or the time is over."""
        poll = select.poll()
        for descriptor in self.pauses:
            poll.register(descriptor, select.POLLIN)
        try:
            found = poll.poll(self._seconds * 1000)
        except OSError:  # they are more than the process may open now: each run waits by itself
            self.found = list(self.pauses)
            return
        self.at = time.perf_counter()
        self.found = [descriptor for descriptor, _ in found]


class Pauses:
    """The runs that wait now; the engine's lock guards it."""

    def __init__(self) -> None:
        self._waiting: dict[Flight, Pause] = {}
        self._ready: deque[Flight] = deque()
        self._lines: dict[int, Pause] = {}
        self._soon = 0
        self._begun = 0
        self._looks: list[Look] = []

    def __bool__(self) -> bool:
        return bool(self._waiting or self._ready)

    @property
    def need_a_look(self) -> bool:
        """Whether there is something to do that no thread does."""
        if self._ready or not self._waiting:
            return bool(self._ready)
        youngest = next(reversed(self._waiting.values())).number
        return all(look.youngest < youngest for look in self._looks)

    @property
    def has_soon(self) -> bool:
        """Whether an answer is waited for that comes soon."""
        return self._soon > 0

    def begin(self, flight: Flight, awaited: Awaited, now: float) -> bool:
        """Let a run wait here, if it may: what is slow or to end has a thread that can wait."""
        if flight.surplus or flight.told_to_end:
            return False
        self._begun += 1
        pause = Pause(flight, awaited, now, self._begun)
        self._waiting[flight] = self._lines[id(flight.slot.check.line)] = pause
        self._soon += awaited.is_soon
        flight.pauses = True
        return True

    def end(self) -> Flight | None:
        """Return a run that goes on now, if its server was seen to have answered."""
        if not self._ready:
            return None
        flight = self._ready.popleft()
        flight.pauses = False
        return flight

    def first(self, queue: deque[Flight], now: float) -> tuple[Flight, float]:
        """Return which run of a queue begins first, and in how many seconds; 0 or less is now."""
        if not self._waiting:
            return queue[0], 0.0
        chosen, least = queue[0], inf
        for flight in islice(queue, FIRST):
            wait = self.begins_at(flight) - now
            if wait < least:
                chosen, least = flight, wait
            if wait <= 0:
                break
        return chosen, least

    def begins_at(self, flight: Flight) -> float:
        """Return when a run may begin, on the engine's clock, whatever waits then.

        There may always be others that wait: what would hold them up has its turn all the same.
        """
        room = self._has_room_at(flight)
        if flight.slot.is_prompt and not flight.slot.check.borrows:
            return room  # or MOST would be no limit
        return min(room, flight.asked + HELD)

    def told_to_end(self, flight: Flight) -> bool:
        """Let a run go on that was told to end; return whether it waited."""
        flight.told_to_end = True  # a thread may be at work on it now
        pause = self._waiting.get(flight)
        if pause is not None:
            self._go_on(pause, None)
        return pause is not None

    def _has_room_at(self, flight: Flight) -> float:
        slot = flight.slot
        if slot.shares_line and (holder := self._holder_of_line(flight)) is not None:
            return holder.since + HELD
        if slot.is_prompt:
            return self._nth_youngest(MOST) + LONG if len(self._waiting) >= MOST else -inf
        if not self._soon:
            return -inf
        youngest = max(each.since for each in self._waiting.values() if each.awaited.is_soon)
        return youngest + (SOON if slot.is_brisk else LONG)

    def is_look_due(self, now: float) -> bool:
        """Whether one should look before anything is begun that takes a while."""
        oldest = next(iter(self._waiting.values()), None)
        return oldest is not None and now - oldest.since >= SOON

    def look(self, seconds: float = GLANCE) -> Look:
        """Return a look at all that wait; tell :meth:`looked` about it in any case."""
        seconds = min(max(0.0, seconds), GLANCE)
        look = Look(self._waiting.values(), self._begun, seconds)
        self._looks.append(look)
        return look

    def looked(self, look: Look) -> None:
        """Take up what was seen."""
        self._looks.remove(look)
        for descriptor in look.found:
            self._go_on(look.pauses[descriptor], look.at)

    def _go_on(self, pause: Pause, seen: float | None) -> None:
        flight = pause.flight
        if self._waiting.get(flight) is pause:  # else another thread has looked before
            del self._waiting[flight]
            self._lines.pop(id(flight.slot.check.line), None)
            self._soon -= pause.awaited.is_soon
            flight.seen = seen
            self._ready.append(flight)

    def _holder_of_line(self, flight: Flight) -> Pause | None:
        """Who has the connection that a run needs; of one that does not say which, anybody."""
        check = flight.slot.check
        if check.borrows and check.line is check:
            return next(reversed(self._waiting.values()), None)
        return self._lines.get(id(check.line))

    def _nth_youngest(self, number: int) -> float:
        """Since when the one waits after which so many began to, less one."""
        found = next(islice(reversed(self._waiting.values()), number - 1, None))
        return found.since
