"""Runs checks: one deadline, one run of a check at a time, threads only for slowness."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Collection, Iterable
from concurrent.futures import TimeoutError as WaitTimeout
from contextlib import suppress
from functools import partial

from django_health.check import BaseHealthCheck
from django_health.engine.boundary import cancel, close, outcome_of
from django_health.engine.closing import Closing
from django_health.engine.flight import Flight, Round, Slot, names_of
from django_health.engine.journal import tell_change
from django_health.engine.walkers import Walkers, start_daemon
from django_health.errors import HealthCheckError
from django_health.result import CheckResult, Outcome, Reason, Report, Status


class UnknownCheckError(HealthCheckError, LookupError):
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
        self._names = names_of(self._slots)
        self._clock = clock
        self._wall_clock = wall_clock
        self._lock = threading.Lock()
        self._closed = False
        self._spared: Collection[BaseHealthCheck] = ()
        self._walkers = Walkers(
            self._lock, self._fly, self._overrun, clock, limit=limit, most=len(self._slots)
        )

    def add(self, check: BaseHealthCheck) -> None:
        """Take up one more check, at the end of the report; requests under way do not ask it."""
        with self._lock:
            self._slots = [*self._slots, Slot(check)]  # a new list: others may be reading the old
            self._names = names_of(self._slots)
            self._walkers.most = len(self._slots)

    @property
    def names(self) -> tuple[str, ...]:
        """The components that can be asked, in the order of the report."""
        return self._names

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
        self,
        names: Collection[str] | None = None,
        *,
        deadline: float,
        max_age: float = 0.0,
        target: str | None = None,
    ) -> Report:
        """Ask and wait.

        Args:
            names: The components to ask; all where it is ``None``.
            deadline: Seconds after which what has not answered is reported as timed out.
            max_age: Seconds for which an earlier result is as good as a new one.
            target: The one alias inside the components to ask; all where it is ``None``.

        Raises:
            UnknownCheckError: A name is none of :attr:`names`.
        """
        started = self.start(names, max_age=max_age, target=target)
        with suppress(WaitTimeout):  # the report says which checks did not answer
            started.done.result(deadline)
        return self.report(started)

    def start(
        self,
        names: Collection[str] | None = None,
        *,
        max_age: float = 0.0,
        target: str | None = None,
    ) -> Round:
        """Ask and do not wait; arguments and errors as for :meth:`run`."""
        chosen = self._chosen(names, target)
        now = self._clock()
        with self._lock:
            flights: list[Flight] = []
            entries = [(slot, self._entry(slot, now, max_age, flights)) for slot in chosen]
            started = Round.of(entries, now)
            # The quick ones first: what is slow or silent must not hold up the others' turn.
            self._walkers.add(sorted(flights, key=lambda flight: flight.slot.expected))
        return started.begun()

    def among(self, asked: Round, wanted: Callable[[Flight, float], bool]) -> Round:
        """Return a round of those runs of another one that are still awaited, and wanted.

        Args:
            asked: The other one.
            wanted: Told a run and the seconds since it began or was asked for; must not block.
        """
        now = self._clock()
        with self._lock:
            entries = [
                (slot, entry)
                for slot, entry in asked.entries
                if isinstance(entry, Flight) and entry.result is None
                if wanted(entry, max(entry.age(now), now - asked.started))
            ]
            part = Round.of(entries, now)
        return part.begun()

    def report(self, asked: Round, *, last_known: bool = False) -> Report:
        """Return what is known of a round now; call it when it is done or the deadline has come.

        Args:
            asked: The round.
            last_known: Whether a check that has not answered is told with its last result, if it
                has one; else it is told as timed out.
        """
        now = self._clock()
        with self._lock:
            results = asked.results(now, last_known=last_known)
        return Report(results, self._wall_clock(), now, now - asked.started)

    def close(self) -> None:
        """End what runs and close the connections; the engine should not be used afterwards."""
        self._walkers.close()
        for flight in self._walkers.running():
            cancel(flight.slot.check)
        self._close_idle(lambda slot: not slot.is_under_way)

    def close_within(self, seconds: float) -> None:
        """Close at the end of the interpreter, for as long as that; what is stuck is left alone.

        A thread of the engine does it, as none can be started any more and a check may hang in its
        ``close()``. Where none is free, the connections end with the process.
        """
        last = Closing(self.close)
        with self._lock:
            if not self._walkers.idle:
                return
            self._walkers.add([Flight(Slot(last))])
        last.done.wait(seconds)

    def retire(self, spare: Collection[BaseHealthCheck] = ()) -> None:
        """Let those who wait get their answers, and close each check as soon as it is idle.

        Args:
            spare: Checks that are not closed, for another engine has them.
        """
        self._spared = spare
        self._walkers.close(drop=False)
        self._close_idle(lambda slot: slot.flight is None)

    def _close_idle(self, is_idle: Callable[[Slot], bool]) -> None:
        with self._lock:
            self._closed = True
            idle = [slot.check for slot in self._slots if is_idle(slot)]
        for check in idle:
            self._give_back(check)

    def _give_back(self, check: BaseHealthCheck) -> None:
        if not any(check is spared for spared in self._spared):
            close(check)

    def _chosen(self, names: Collection[str] | None, target: str | None) -> list[Slot]:
        self.expect(names or ())
        return [
            slot
            for slot in self._slots
            if names is None or slot.check.name in names
            if target is None or slot.check.target == target
        ]

    def _entry(
        self, slot: Slot, now: float, max_age: float, flights: list[Flight]
    ) -> CheckResult | Flight:
        """The result to give for a check, or the flight to wait for; the lock is held."""
        if flight := slot.flight:
            if flight.ended and flight.result:  # it is being cancelled or closed
                return flight.result
            return self._stuck_result(flight, now) if slot.is_stuck else flight
        if slot.last is not None:
            age = now - slot.last.finished
            if age < max(max_age, slot.kept_for):
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
        end = partial(self._cancel, flight)
        try:
            start_daemon(end, "health-cancel")  # a cancel() that hangs must not end the watch
        except RuntimeError:
            end()

    def _cancel(self, flight: Flight) -> None:
        cancel(flight.slot.check)
        with self._lock:
            flight.cancelling = False
            closing = self._release(flight)
        self._finish(flight, closing=closing)

    def _land(self, flight: Flight, outcome: Outcome, *, ended: bool) -> bool:
        """Give an outcome to all who wait for the flight; return whether it was the first."""
        with self._lock:
            slot, now = flight.slot, self._clock()
            before, is_first = slot.last, flight.result is None
            complete: list[Round] = []
            if is_first:
                flight.cancelling = not ended
                if outcome.status.works:
                    slot.last_success = self._wall_clock()
                flight.result = slot.last = slot.result(outcome, flight.age(now), now)
                complete = [waiting for waiting in flight.waiting if waiting.landed()]
                flight.waiting.clear()  # each holds the other, and both all that was measured
            flight.ended = flight.ended or ended
            # In the same breath as the landing, or the next request would see it stuck.
            closing = ended and self._release(flight)
        for waiting in complete:
            waiting.done.set_result(None)
        self._finish(flight, closing=closing)
        if is_first and flight.result is not None:
            tell_change(before, flight.result)  # the last: an application's log may hang or raise
        return is_first

    def _release(self, flight: Flight) -> bool:
        """Let the next run begin if this one is over; the lock is held.

        Returns:
            Whether the check has to be closed first, as the engine was.
        """
        if not flight.is_over:
            return False
        if not self._closed:
            flight.slot.flight = None
        return self._closed

    def _finish(self, flight: Flight, *, closing: bool) -> None:
        """Close a check whose run ended after the engine was closed."""
        if closing:
            self._give_back(flight.slot.check)
            with self._lock:
                flight.slot.flight = None
