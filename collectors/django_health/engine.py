"""Runs checks: one deadline, one run of a check at a time, threads only for slowness."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Collection, Iterable
from concurrent.futures import TimeoutError as WaitTimeout
from contextlib import suppress

from django_health.boundary import cancel, close, outcome_of
from django_health.check import BaseHealthCheck
from django_health.flight import Flight, Round, Slot
from django_health.journal import tell_change
from django_health.result import CheckResult, Outcome, Reason, Report, Status
from django_health.walkers import Walkers


class UnknownCheckError(LookupError):
    """A request names a check that there is not; the text lists the valid names."""


class Engine:
    """Asks checks and answers within a deadline, whatever they do.

    A run is shared by all requests that come while it is under way. A run that overruns its check's
    timeout is reported as failed, told to end, and not started again before it has ended.

    Args:
        checks: What to ask, in the order of the report.
        limit: Threads that may ask at the same time, slow runs not counted.
        clock: Monotonic seconds.
        wall_clock: Unix seconds.
    """

    def __init__(
        self,
        checks: Iterable[BaseHealthCheck],
        *,
        limit: int = 16,
        clock: Callable[[], float] = time.monotonic,
        wall_clock: Callable[[], float] = time.time,
    ) -> None:
        self._slots = [Slot(check) for check in checks]
        self._clock = clock
        self._wall_clock = wall_clock
        self._lock = threading.Lock()
        self._walkers = Walkers(
            self._lock, self._fly, self._overrun, clock, limit=limit, most=len(self._slots)
        )

    @property
    def names(self) -> tuple[str, ...]:
        """The components that can be asked, in the order of the report."""
        return tuple(dict.fromkeys(slot.check.name for slot in self._slots))

    def expect(self, names: Collection[str]) -> None:
        """Make sure that components can be asked.

        Raises:
            UnknownCheckError: A name is none of :attr:`names`.
        """
        if unknown := set(names) - set(self.names):
            raise UnknownCheckError(
                f"unknown check {', '.join(sorted(unknown))}: there are {', '.join(self.names)}"
            )

    @property
    def stuck(self) -> int:
        """How many runs overran their timeout and have not ended."""
        with self._lock:
            return sum(slot.is_stuck for slot in self._slots)

    @property
    def threads(self) -> int:
        """How many threads of the engine are alive."""
        return self._walkers.threads

    def run(
        self, names: Collection[str] | None = None, *, deadline: float, max_age: float = 0.0
    ) -> Report:
        """Ask and wait.

        Args:
            names: The components to ask; all where it is ``None``.
            deadline: Seconds after which what has not answered is reported as timed out.
            max_age: Seconds for which an earlier result is as good as a new one.

        Raises:
            UnknownCheckError: A name is none of :attr:`names`.
        """
        started = self.start(names, max_age=max_age)
        with suppress(WaitTimeout):  # the report says which checks did not answer
            started.done.result(deadline)
        return self.report(started)

    def start(self, names: Collection[str] | None = None, *, max_age: float = 0.0) -> Round:
        """Ask and do not wait; arguments and errors as for :meth:`run`."""
        chosen = self._chosen(names)
        now = self._clock()
        with self._lock:
            flights: list[Flight] = []
            entries = [(slot, self._entry(slot, now, max_age, flights)) for slot in chosen]
            started = Round(now, entries)
            for _, entry in entries:
                if isinstance(entry, Flight):
                    entry.waiting.append(started)
                    started.pending += 1
            # The quick ones first: what is slow or silent must not hold up the others' turn.
            self._walkers.add(sorted(flights, key=lambda flight: flight.slot.expected))
        if not started.pending:
            started.done.set_result(None)
        return started

    def report(self, asked: Round) -> Report:
        """Return what is known of a round now; call it when it is done or the deadline has come."""
        now = self._clock()
        with self._lock:
            results = asked.results(now)
        return Report(results, self._wall_clock(), now, now - asked.started)

    def close(self) -> None:
        """End what runs and close the connections; the engine cannot be used afterwards."""
        self._walkers.close()
        for flight in self._walkers.running():
            cancel(flight.slot.check)
        with self._lock:
            idle = [slot.check for slot in self._slots if not slot.is_under_way]
        for check in idle:
            close(check)

    def _chosen(self, names: Collection[str] | None) -> list[Slot]:
        if names is None:
            return self._slots
        self.expect(names)
        return [slot for slot in self._slots if slot.check.name in names]

    def _entry(
        self, slot: Slot, now: float, max_age: float, flights: list[Flight]
    ) -> CheckResult | Flight:
        """The result to give for a check, or the flight to wait for; the lock is held."""
        if slot.flight is not None:
            return self._stuck_result(slot.flight, now) if slot.is_stuck else slot.flight
        if slot.last is not None:
            age = now - slot.last.finished
            if age < max(max_age, slot.check.min_interval):
                return slot.last
        slot.flight = Flight(slot)
        flights.append(slot.flight)
        return slot.flight

    def _stuck_result(self, flight: Flight, now: float) -> CheckResult:
        since = flight.age(now)
        message = f"the run begun {since:.0f} s ago has not ended, no other is started"
        return flight.slot.timed_out(message, since, now)

    def _fly(self, flight: Flight) -> None:
        """Run a check on this thread and land its flight."""
        self._land(flight, outcome_of(flight.slot.check), ended=True)

    def _overrun(self, flight: Flight) -> None:
        """Land a flight whose time is over, and tell its check to end."""
        message = f"no answer within {flight.slot.check.timeout:g} s"
        if not self._land(flight, Outcome(Status.ERROR, Reason.TIMEOUT, message), ended=False):
            return
        cancel(flight.slot.check)
        with self._lock:
            flight.cancelling = False
            flight.release()

    def _land(self, flight: Flight, outcome: Outcome, *, ended: bool) -> bool:
        """Give an outcome to all who wait for the flight; return whether it was the first."""
        with self._lock:
            slot, now = flight.slot, self._clock()
            if ended:
                flight.ended = True
                flight.release()  # in the same breath, or the next request would see it stuck
            if flight.result is not None:
                return False
            flight.cancelling = not ended
            if outcome.status.works:
                slot.last_success = self._wall_clock()
            before = slot.last
            flight.result = slot.last = slot.result(outcome, flight.age(now), now)
            complete = [waiting for waiting in flight.waiting if waiting.landed()]
        for waiting in complete:
            waiting.done.set_result(None)
        tell_change(before, flight.result)
        return True
