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
from collections.abc import Callable, Iterable
from contextlib import suppress
from functools import partial

from django_health.engine.flight import Flight
from django_health.engine.pauses import Look
from django_health.engine.runs import Runs
from django_health.engine.threads import start_daemon
from django_health.steps import Awaited

PATIENCE = 0.02
"""Seconds without a new start after which another thread takes over the queue."""

LEAST_PATIENCE = 0.0025
"""The same once that was needed again and again: half as long each time, down to this."""


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
        self._runs = Runs()
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
        runs, now = self._runs, self._clock()
        if not runs.want_a_thread:  # or frequent requests would keep its patience young
            runs.last_start = now
            self._patience = PATIENCE
        runs.add(flights, now)
        if runs.queued or runs.silent:
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
        elif self._runs.queued and not self._runs.active:
            self._call(1)

    def told_to_end(self, flight: Flight) -> None:
        """Let a run go on whose check was told to end, if it waits."""
        with self._lock:
            if self._runs.pauses.told_to_end(flight):
                self._work.notify()  # else who watches calls for help, as it does while one waits

    def close(self, *, drop: bool = True) -> None:
        """Let idle threads end, and others when they have nothing left to do.

        Args:
            drop: Whether what is queued is dropped; else it is still run.
        """
        with self._lock:
            self._closed = True
            if drop:
                self._runs.drop()
            self._work.notify_all()
            self._watch.notify_all()

    def running(self) -> list[Flight]:
        """The flights under way that have not overrun."""
        with self._lock:
            return list(self._runs.running)

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
        goes_on = self._runs.stops(flight, awaited, now)
        if awaited is not None and self._looks_at > now + PATIENCE:  # when one is overdue only
            self._watch.notify()
        return goes_on

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
                    self._runs.pauses.looked(turn)
            has_looked = True

    def _turn(self, *, has_looked: bool) -> Flight | Look | None:
        """What is to be done next: go on with a run, begin one, or look; the lock is held."""
        while not self._runs.have_work:
            if self._closed or self.idle:
                return None
            self.idle += 1
            self._work.wait()
            self.idle -= 1
        turn = self._runs.turn(self._clock(), has_looked=has_looked)
        if isinstance(turn, Flight) and self._runs.would_hold_up(turn):
            self._help()
        return turn

    def _supervise(self) -> None:
        """Watch while there is something to watch: call for help, and tell who overran."""
        runs = self._runs
        while True:
            with self._lock:
                if self._closed and not (runs.running or runs.queued or runs.silent):
                    return
                self._looks_at = self._next_look()
                pause = self._looks_at - self._clock()
                self._watch.wait(None if pause == math.inf else max(0.0, pause))
                now = self._clock()
                overdue = runs.overdue(now)
                self._call_for_help(now)
            for flight in overdue:
                self._overrun(flight)
            while self._send_out():
                pass

    def _send_out(self) -> bool:
        """Start a thread for a flight to what was silent; return whether there may be more."""
        with self._lock:
            if not self._runs.silent:
                return False
            if self.threads >= self.most:
                self._runs.leave_to_others()
                return False
            flight = self._runs.begin_silent(self._clock())
            self.threads += 1
        try:
            start_daemon(partial(self._walk, flight), "health-walker")
        except RuntimeError:  # no thread is left
            with self._lock:
                self.threads -= 1
                self._runs.put_back(flight)
            return False
        return True

    def _next_look(self) -> float:
        """When something may have to be done; never while nothing is under way."""
        runs = self._runs
        if runs.silent:
            return -math.inf
        if runs.want_a_thread:
            return runs.last_start + self._patience
        return min((flight.overdue_at for flight in runs.running), default=math.inf)

    def _call_for_help(self, now: float) -> None:
        """Let one thread more walk where all are held up, sooner each time; the lock is held."""
        runs = self._runs
        if now - runs.last_start < self._patience or not runs.want_a_thread:
            return
        runs.last_start = now
        if runs.needs_help(now) and self._help():
            self._patience = max(self._patience / 2, LEAST_PATIENCE)

    def _help(self) -> bool:
        """Let one thread more walk, if one can; return whether it had to be started."""
        with suppress(RuntimeError):  # no thread is left: the queue waits for those there are
            if self.idle:
                self._work.notify()
            elif self._runs.active < self._limit and self.threads < self.most:
                self._call(1)
                return True
        return False
