"""Runs that are queued, under way or waiting, and which of them a thread takes up next."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable

from django_health.engine.flight import Flight
from django_health.engine.pauses import SOON, Look, Pauses
from django_health.steps import Awaited

SLOW = 0.05
"""Seconds after which a run no longer counts against the limit."""

MANY = 32
"""Runs in the queue from which on no server is waited for alone, be it on this machine."""


class Runs:
    """All runs of an engine that are not over; the engine's lock guards it.

    Attributes:
        queued: What is to be begun, in this order as far as nothing waits.
        silent: What gave no answer the last time, and is to be begun on threads of its own.
        running: What has begun, has not overrun and has not ended.
        pauses: What waits for servers.
        last_start: When something was begun or gone on with last, in seconds of the engine's clock.
    """

    def __init__(self) -> None:
        self.queued: deque[Flight] = deque()
        self.silent: deque[Flight] = deque()
        self.running: set[Flight] = set()
        self.pauses = Pauses()
        self.last_start = 0.0

    @property
    def want_a_thread(self) -> bool:
        """Whether a thread is wanted that is not held up."""
        return bool(self.queued or self.pauses)

    @property
    def have_work(self) -> bool:
        """Whether there is something for a thread that is free."""
        return bool(self.queued or self.silent or self.pauses.need_a_look)

    @property
    def active(self) -> int:
        """How many runs keep a thread that counts against the limit."""
        return sum(not flight.surplus and not flight.pauses for flight in self.running)

    def add(self, flights: Iterable[Flight], now: float) -> None:
        """Queue runs."""
        for flight in flights:
            flight.asked = now
            (self.silent if flight.slot.is_silent else self.queued).append(flight)

    def drop(self) -> None:
        """Forget what has not begun."""
        self.queued.clear()
        self.silent.clear()

    def turn(self, now: float, *, has_looked: bool) -> Flight | Look:
        """Return what a free thread does next: go on with a run, begin one, or look at who waits.

        Args:
            now: In seconds of the engine's clock.
            has_looked: Whether it has just looked.
        """
        if flight := self.pauses.end():
            self.last_start = flight.went_on = now
            return flight
        if not self.queued:
            return self.pauses.look() if self.pauses.need_a_look else self.begin_silent(now)
        flight, wait = self.pauses.first(self.queued, now)
        if wait > 0 or (not has_looked and self.pauses.is_look_due(now)):
            return self.pauses.look(wait)
        return self._begin(flight, now)

    def _begin(self, flight: Flight, now: float) -> Flight:
        self.queued.remove(flight)  # it is one of the first
        flight.is_among_many = len(self.queued) >= MANY
        flight.started = flight.went_on = self.last_start = now
        self.running.add(flight)
        return flight

    def begin_silent(self, now: float) -> Flight:
        """Begin what will take long, if it is like the last."""
        flight = self.silent.popleft()
        flight.started = flight.went_on = now
        flight.surplus = True
        self.running.add(flight)
        return flight

    def put_back(self, flight: Flight) -> None:
        """Queue what has no thread of its own for the threads that there are."""
        self.running.discard(flight)
        flight.started, flight.surplus = None, False
        self.queued.append(flight)
        self.leave_to_others()

    def leave_to_others(self) -> None:
        """Queue for the threads that there are all that has none of its own."""
        self.queued.extend(self.silent)
        self.silent.clear()

    def would_hold_up(self, flight: Flight) -> bool:
        """Whether an answer that comes soon would be seen late, judging by the last run."""
        slot = flight.slot
        is_short = slot.runs_in_steps or slot.stretch < SOON
        return not is_short and self.pauses.has_soon and self.pauses.need_a_look

    def stops(self, flight: Flight, awaited: Awaited | None, now: float) -> bool:
        """Take down how far a run has come; return whether its thread has to go on with it.

        Args:
            flight: The run.
            awaited: What it waits for; ``None`` where it has ended.
            now: In seconds of the engine's clock.
        """
        flight.stops(now, has_ended=awaited is None)
        if awaited is None:
            self.running.discard(flight)
            return False
        return not self.pauses.begin(flight, awaited, now)

    def overdue(self, now: float) -> list[Flight]:
        """Take out and return what has overrun."""
        found = [flight for flight in self.running if flight.overdue_at <= now]
        self.running.difference_update(found)
        return found

    def needs_help(self, now: float) -> bool:
        """Whether one thread more could do something; who is slow gives its place up for it."""
        can_begin = bool(self.queued) and self.pauses.first(self.queued, now)[1] <= 0
        if not can_begin and not self.pauses.need_a_look:
            return False
        for flight in self.running:
            if not flight.pauses and flight.age(now) >= SLOW:
                flight.surplus = True
        return True
