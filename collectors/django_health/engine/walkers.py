"""The threads that run checks: one while all is well, more only where something is slow.

A thread hand-over costs more than a round trip on a kept connection, so one thread walks from check
to check, and waits for all those at once that say what they wait for. When it stays with one check
longer than ``PATIENCE``, another takes over the rest of the queue, and so on, sooner each time, up
to the limit: one more at a time, since threads that walk at the same time hold each other up. A run
slower than ``SLOW`` gives its place up, and what gave no answer the last time is asked on threads
of its own from the start: hung targets never starve healthy ones, however many hang, all hang for
the same time. There are never more threads than checks, plus the one that watches.
"""

from __future__ import annotations

import math
import threading
from collections import deque
from collections.abc import Callable, Iterable
from contextlib import suppress
from functools import partial

from django_health.engine.flight import Flight
from django_health.engine.pauses import Look, Pauses
from django_health.engine.threads import start_daemon
from django_health.steps import Awaited

PATIENCE = 0.02
"""Seconds without a new start after which another thread takes over the queue."""

LEAST_PATIENCE = 0.0025
"""The same once that was needed again and again: half as long each time, down to this."""

SLOW = 0.05
"""Seconds after which a run no longer counts against the limit."""

MANY = 32
"""Runs in the queue from which on no server is waited for alone, be it on this machine."""


class Walkers:
    """A queue of flights and the daemon threads that take them.

    Args:
        lock: The engine's lock, which guards flights and queue alike.
        fly: Runs a flight up to its next wait, and returns what it waits for, or lands it; called
            without the lock, must not raise.
        overrun: Told of a flight whose time is over, once; called without the lock, must not block.
        clock: Monotonic seconds.
        limit: Threads that may run a check at the same time, slow ones not counted.
        most: Walking threads that there may ever be: the number of checks.
        leave: Called by each walking thread as its last act, without the lock.

    Attributes:
        most: The same; it may be raised, with the lock held.
        idle: Threads that wait for something to do.
        threads: Walking threads that are alive, the watching one not counted.
    """

    def __init__(
        self,
        lock: threading.Lock,
        fly: Callable[[Flight], Awaited | None],
        overrun: Callable[[Flight], None],
        clock: Callable[[], float],
        *,
        limit: int,
        most: int,
        leave: Callable[[], object] = lambda: None,
    ) -> None:
        self._lock = lock
        self._work = threading.Condition(lock)
        self._watch = threading.Condition(lock)
        self._fly = fly
        self._overrun = overrun
        self._clock = clock
        self._limit = limit
        self.most = most
        self._leave = leave
        self._queue: deque[Flight] = deque()
        self._silent: deque[Flight] = deque()
        self._pauses = Pauses()
        self._running: set[Flight] = set()
        self._last_start = 0.0
        self._patience = PATIENCE
        self.idle = 0
        self._watcher: threading.Thread | None = None
        self._looks_at = -math.inf
        self._closed = False
        self.threads = 0

    def add(self, flights: Iterable[Flight]) -> None:
        """Queue flights and see that somebody takes them; the lock is held.

        Where no thread can be started they wait for those that there are, or for the next call.
        """
        if not self._has_waiting:  # or frequent requests would keep its patience young
            self._last_start = self._clock()
            self._patience = PATIENCE
        for flight in flights:
            (self._silent if flight.slot.is_silent else self._queue).append(flight)
        if self._queue or self._silent:
            with suppress(RuntimeError):  # no thread is left, and who asks will hear of a timeout
                self._wake()

    def _wake(self) -> None:
        """See that there is a thread for the queue, and one that watches."""
        if not self._clock() < self._looks_at <= self._next_look():  # else it looks soon enough
            self._watch.notify()
        if self._watcher is None or not self._watcher.is_alive():
            self._watcher = start_daemon(self._supervise, "health-watcher")
        if self.idle:
            self._work.notify()
        elif self._queue and not self._active():
            self._call(1)

    def close(self, *, drop: bool = True) -> None:
        """Let idle threads end, and others when they have nothing left to do.

        Args:
            drop: Whether what is queued is dropped; else it is still run.
        """
        with self._lock:
            self._closed = True
            if drop:
                self._queue.clear()
                self._silent.clear()
            self._work.notify_all()
            self._watch.notify_all()

    def running(self) -> list[Flight]:
        """The flights under way that have not overrun."""
        with self._lock:
            return list(self._running)

    @property
    def _has_waiting(self) -> bool:
        """Whether a thread is wanted that is not held up."""
        return bool(self._queue or self._pauses)

    def _active(self) -> int:
        return sum(not flight.surplus and not flight.pauses for flight in self._running)

    def _call(self, count: int) -> None:
        """Start threads; the lock is held."""
        for _ in range(min(count, self.most - self.threads)):
            start_daemon(self._walk, "health-walker")
            self.threads += 1

    def _walk(self, flight: Flight | None = None) -> None:
        """Run a flight, if one is given, and then what is queued."""
        try:
            while (flight := flight or self._next()) is not None:
                awaited: Awaited | None = None
                try:
                    awaited = self._fly(flight)
                finally:
                    with self._lock:
                        goes_on = self._stays_with(flight, awaited)
                if not goes_on:  # what it found would be kept for as long as this thread waits
                    flight = None
        finally:
            with self._lock:
                self.threads -= 1
            self._leave()

    def _stays_with(self, flight: Flight, awaited: Awaited | None) -> bool:
        """Whether a run that has come so far goes on here and now; the lock is held."""
        if self._closed:
            self._watch.notify()
        now = self._clock()
        flight.stops(now, has_ended=awaited is None)
        if awaited is None:
            self._running.discard(flight)
            return False
        return not self._pauses.begin(flight, awaited, now)

    def _next(self) -> Flight | None:
        """Take a flight, waiting for one if no other thread waits; ``None`` ends the thread."""
        has_looked = False
        while True:
            with self._lock:
                turn = self._turn(has_looked=has_looked)
            if not isinstance(turn, Look):
                return turn
            try:
                turn.take()
            finally:
                with self._lock:
                    self._pauses.looked(turn)
            has_looked = True

    def _turn(self, *, has_looked: bool) -> Flight | Look | None:
        """What is to be done next: go on with a run, begin one, or look; the lock is held."""
        while not (self._queue or self._silent or self._pauses.need_a_look):
            if self._closed or self.idle:
                return None
            self.idle += 1
            self._work.wait()
            self.idle -= 1
        now = self._clock()
        if flight := self._pauses.end():
            self._last_start = flight.went_on = now
            return flight
        if not self._queue:
            return self._pauses.look() if self._pauses.need_a_look else self._begin_silent()
        flight, wait = self._pauses.first(self._queue, now)
        is_due = not (has_looked or flight.slot.is_prompt) and self._pauses.is_look_due(now)
        if wait > 0 or is_due:
            return self._pauses.look(wait)
        return self._begin(flight, now)

    def _begin(self, flight: Flight, now: float) -> Flight:
        """Take a flight out of the queue; the lock is held."""
        self._queue.remove(flight)  # it is one of the first
        flight.is_among_many = len(self._queue) >= MANY
        flight.started = flight.went_on = self._last_start = now
        self._running.add(flight)
        return flight

    def _begin_silent(self) -> Flight:
        """Take a flight that will take long, if it is like the last; the lock is held."""
        flight = self._silent.popleft()
        flight.started = flight.went_on = self._clock()
        flight.surplus = True
        self._running.add(flight)
        return flight

    def _supervise(self) -> None:
        """Watch while there is something to watch: call for help, and tell who overran."""
        while True:
            with self._lock:
                if self._closed and not (self._running or self._queue or self._silent):
                    return
                self._looks_at = self._next_look()
                pause = self._looks_at - self._clock()
                self._watch.wait(None if pause == math.inf else max(0.0, pause))
                now = self._clock()
                overdue = [flight for flight in self._running if flight.overdue_at <= now]
                self._running.difference_update(overdue)
                self._call_for_help(now)
            for flight in overdue:
                self._overrun(flight)
            while self._send_out():
                pass

    def _send_out(self) -> bool:
        """Start a thread for a flight to what was silent; return whether there may be more."""
        with self._lock:
            if not self._silent:
                return False
            if self.threads >= self.most:
                self._leave_to_others()
                return False
            flight = self._begin_silent()
            self.threads += 1
        try:
            start_daemon(partial(self._walk, flight), "health-walker")
        except RuntimeError:  # no thread is left
            with self._lock:
                self.threads -= 1
                self._running.discard(flight)
                flight.started, flight.surplus = None, False
                self._queue.append(flight)
                self._leave_to_others()
            return False
        return True

    def _leave_to_others(self) -> None:
        """Queue for the threads that there are what has no thread of its own; the lock is held."""
        self._queue.extend(self._silent)
        self._silent.clear()

    def _next_look(self) -> float:
        """When something may have to be done; never while nothing is under way."""
        if self._silent:
            return -math.inf
        if self._has_waiting:
            return self._last_start + self._patience
        return min((flight.overdue_at for flight in self._running), default=math.inf)

    def _call_for_help(self, now: float) -> None:
        """Let one thread more walk where all are held up, sooner each time; the lock is held."""
        if now - self._last_start < self._patience or not self._has_waiting:
            return
        self._last_start = now
        can_begin = bool(self._queue) and self._pauses.first(self._queue, now)[1] <= 0
        if not can_begin and not self._pauses.need_a_look:
            return
        for flight in self._running:
            if not flight.pauses and flight.age(now) >= SLOW:
                flight.surplus = True
        with suppress(RuntimeError):  # no thread is left: the queue waits for those there are
            if self.idle:
                self._work.notify()
            elif self._active() < self._limit and self.threads < self.most:
                self._call(1)
                self._patience = max(self._patience / 2, LEAST_PATIENCE)
