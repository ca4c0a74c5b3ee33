"""Runs checks: one deadline, one run of a check at a time, threads only for slowness."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Collection, Iterable
from concurrent.futures import TimeoutError as WaitTimeout
from contextlib import suppress
from functools import partial

from django_health.check import BaseHealthCheck
from django_health.engine.boundary import cancel, close
from django_health.engine.closing import Closing
from django_health.engine.flight import Flight, Round, Slot
from django_health.engine.journal import tell_change
from django_health.engine.slots import Slots
from django_health.engine.succession import slots_of
from django_health.engine.threads import start_daemon
from django_health.engine.unknown import expect_known
from django_health.engine.walkers import Walkers
from django_health.failure import no_answer_within
from django_health.result import CheckResult, Outcome, Reason, Report, Status
from django_health.steps import Awaited


class Engine:
    """Asks checks and answers within a deadline, whatever they do.

    A run is shared by all requests that come while it is under way. A run that overruns its check's
    timeout is reported as failed, told to end, and not started again before it has ended.

    Args:
        checks: What to ask, in the order of the report.
        after: The engine whose place this one takes; what it knows is not forgotten, and a check
            that both have is still run once at a time. It is to be retired.
        limit: Threads that may ask at the same time, slow runs not counted.
        leave: Called on each thread that asked checks, as its last act.
        clock: Monotonic seconds.
        wall_clock: Unix seconds.
    """

    def __init__(
        self,
        checks: Iterable[BaseHealthCheck],
        *,
        after: Engine | None = None,
        limit: int = 16,
        leave: Callable[[], object] = lambda: None,
        clock: Callable[[], float] = time.monotonic,
        wall_clock: Callable[[], float] = time.time,
    ) -> None:
        before = after._slots if after else ()  # noqa: SLF001 - one of its own kind
        self._slots: Slots = Slots(slots_of(checks, before))
        self._clock = clock
        self._wall_clock = wall_clock
        # Slots that two engines have are guarded by one lock.
        self._lock: threading.Lock = after._lock if after else threading.Lock()  # noqa: SLF001
        self._closed = False
        self._walkers = Walkers(
            self._lock,
            self._fly,
            self._overrun,
            clock,
            limit=limit,
            most=len(self._slots),
            leave=leave,
        )

    def add(self, check: BaseHealthCheck) -> None:
        """Take up one more check, at the end of the report; requests under way do not ask it."""
        with self._lock:
            self._slots = Slots([*self._slots, Slot(check, is_ending=self._closed)])
            self._walkers.most = len(self._slots)

    @property
    def names(self) -> tuple[str, ...]:
        """The components that can be asked, in the order of the report."""
        return self._slots.names

    def expect(self, names: Collection[str]) -> None:
        """Make sure that components can be asked.

        Raises:
            UnknownCheckError: A name is none of :attr:`names`.
        """
        expect_known(names, self.names)

    @property
    def checks(self) -> tuple[BaseHealthCheck, ...]:
        """All that is asked, in the order of the report; the same tuple until it changes."""
        return self._slots.checks

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
        self.expect(names or ())
        chosen = self._slots.chosen(names, target)
        now = self._clock()
        with self._lock:
            flights: list[Flight] = []
            entries = [(slot, self._entry(slot, now, max_age, flights)) for slot in chosen]
            started = Round.of(entries, now)
            self._walkers.add(sorted(flights, key=lambda flight: flight.slot.place))
        return started.begun()

    def among(self, asked: Round, wanted: Callable[[Flight, float], bool]) -> Round:
        """Return a round of those runs of another one that are still awaited, and wanted.

        Args:
            asked: The other one.
            wanted: Told a run and the seconds since it began or was asked for; must not block.
        """
        now = self._clock()
        with self._lock:
            part = asked.among(wanted, now)
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
            self._walkers.told_to_end(flight)
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
        self._walkers.close(drop=False)
        self._close_idle(lambda slot: slot.flight is None, spare)

    def _close_idle(
        self, is_idle: Callable[[Slot], bool], spare: Collection[BaseHealthCheck] = ()
    ) -> None:
        with self._lock:
            self._closed = True
            ending = [slot for slot in self._slots if not any(slot.check is one for one in spare)]
            for slot in ending:  # told to the slot: an engine of before may be running its check
                slot.is_ending = True
            idle = [slot.check for slot in ending if is_idle(slot)]
        for check in idle:
            close(check)

    def _entry(
        self, slot: Slot, now: float, max_age: float, flights: list[Flight]
    ) -> CheckResult | Flight:
        """The result to give for a check, or the flight to wait for; the lock is held."""
        if flight := slot.flight:
            if flight.ended and flight.result:  # it is being cancelled or closed
                return flight.result
            return slot.stuck_result(flight, now) if slot.is_stuck else flight
        if slot.last is not None:
            age = now - slot.last.finished
            if age < max(max_age, slot.kept_for):
                return slot.last
        slot.flight = Flight(slot)
        flights.append(slot.flight)
        return slot.flight

    def _fly(self, flight: Flight) -> Awaited | None:
        """Run a check on this thread, and land its flight; or return what it waits for."""
        if not isinstance(found := flight.go_on(), Awaited):
            self._land(flight, found, ended=True)
            return None
        return found

    def _overrun(self, flight: Flight) -> None:
        """Land a flight whose time is over, and tell its check to end."""
        message = no_answer_within(flight.slot.check.timeout)
        if not self._land(flight, Outcome(Status.ERROR, Reason.TIMEOUT, message), ended=False):
            return
        end = partial(self._cancel, flight)
        try:
            start_daemon(end, "health-cancel")  # a cancel() that hangs must not end the watch
        except RuntimeError:
            end()

    def _cancel(self, flight: Flight) -> None:
        cancel(flight.slot.check)
        self._walkers.told_to_end(flight)
        with self._lock:
            flight.cancelling = False
            closing = self._release(flight)
        if closing:
            self._finish(flight)

    def _land(self, flight: Flight, outcome: Outcome, *, ended: bool) -> bool:
        """Give an outcome to all who wait for the flight; return whether it was the first."""
        with self._lock:
            slot, now = flight.slot, self._clock()
            before, is_first = slot.known, flight.result is None
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
        if closing:
            self._finish(flight)
        if is_first and flight.result is not None:
            tell_change(before, flight.result)  # the last: an application's log may hang or raise
        return is_first

    def _release(self, flight: Flight) -> bool:
        """Let the next run begin if this one is over; the lock is held.

        Returns:
            Whether the check has to be closed first, as its engine was.
        """
        if not flight.is_over:
            return False
        if not flight.slot.is_ending:
            flight.slot.flight = None
        return flight.slot.is_ending

    def _finish(self, flight: Flight) -> None:
        """Close a check whose run ended after the engine was closed."""
        close(flight.slot.check)
        with self._lock:
            flight.slot.flight = None
