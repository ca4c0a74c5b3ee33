"""What the engine remembers of a check: its run under way and its last answer."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import Future
from dataclasses import dataclass, field, replace

from django_health.check import BaseHealthCheck
from django_health.engine.boundary import Run, outcome_of
from django_health.result import CheckResult, Outcome, Reason, Status

BRISK = 0.02
"""Seconds that a run with pauses may have taken the last time to be the first to begin."""


@dataclass(eq=False)
class Flight:
    """One run of one check, from its queueing to its landing with a result.

    Attributes:
        started: Monotonic seconds at which it left the queue; ``None`` while it waits.
        result: What it landed with: its own answer, or a timeout once it overran.
        waiting: The rounds that want the result.
        run: What it does, once it has begun.
        pauses: Whether no thread is at work on it, because its server is.
        surplus: Whether it is so slow that its thread no longer counts against the limit.
        cancelling: Whether its check is being told to end; until it has been, the next run waits,
            or that one would be ended.
        ended: Whether its check has returned.
    """

    slot: Slot
    started: float | None = None
    result: CheckResult | None = None
    waiting: list[Round] = field(default_factory=list)
    run: Run | None = None
    pauses: bool = False
    surplus: bool = False
    cancelling: bool = False
    ended: bool = False

    def go_on(self) -> Outcome | None:
        """Run it on this thread to its end, and return what came of it; ``None`` at a pause."""
        if not self.slot.makes_pauses:
            return outcome_of(self.slot.check)
        if self.run is None:
            self.run = Run(self.slot.check)
        return self.run.go_on()

    @property
    def overdue_at(self) -> float:
        """When its time is over; never while it waits in the queue or once it has landed."""
        if self.started is None or self.result is not None:
            return float("inf")
        return self.started + self.slot.check.timeout

    def age(self, now: float) -> float:
        """Seconds since it left the queue; 0 while it waits there."""
        return 0.0 if self.started is None else now - self.started

    @property
    def is_over(self) -> bool:
        """Whether nothing of it is under way any more, so that the next run may begin."""
        return self.ended and not self.cancelling


@dataclass(eq=False)
class Slot:
    """A check with its present run, if any, and its last result.

    Attributes:
        before: The last result of another check that stood in this place; never given as an answer.
        is_ending: Whether the check is closed as soon as no run of it is under way.
        makes_pauses: Whether its runs can make pauses.
    """

    check: BaseHealthCheck
    flight: Flight | None = None
    last: CheckResult | None = None
    last_success: float | None = None
    before: CheckResult | None = None
    is_ending: bool = False
    makes_pauses: bool = field(init=False)

    def __post_init__(self) -> None:
        self.makes_pauses = type(self.check).run_in_steps is not BaseHealthCheck.run_in_steps

    @property
    def known(self) -> CheckResult | None:
        """The last result, be it of the check that stood here before."""
        return self.last or self.before

    @property
    def is_under_way(self) -> bool:
        """Whether a run has begun and not ended; one that waits in the queue has not begun."""
        return self.flight is not None and self.flight.started is not None

    @property
    def is_stuck(self) -> bool:
        """Whether the present run overran its timeout and has not ended."""
        return self.flight is not None and self.flight.result is not None

    @property
    def is_silent(self) -> bool:
        """Whether the last run got no answer in time, so that another one may well not."""
        return self.known is not None and self.known.outcome.reason is Reason.TIMEOUT

    @property
    def kept_for(self) -> float:
        """Seconds for which the last result is given again; an error no longer than it lasts."""
        failed = self.last is not None and self.last.status is Status.ERROR
        return 0.0 if failed else self.check.min_interval

    @property
    def place(self) -> tuple[int, float]:
        """Where the next run stands in a queue.

        The quick ones come first: what is slow or silent must not hold up the others' turn. But
        before them come those that make pauses, in which the others have their turn, and behind
        all those that borrow a connection, since that may be in use until a pause is over.
        """
        if self.check.borrows:
            return 2, self.expected
        if self.makes_pauses and self.expected < BRISK:
            return 0, -self.expected
        return 1, self.expected

    @property
    def expected(self) -> float:
        """Seconds that the next run will take, judging by the last; 0 before the first."""
        return self.known.duration if self.known else 0.0

    def result(self, outcome: Outcome, duration: float, finished: float) -> CheckResult:
        """An outcome with this check's place and times."""
        check = self.check
        return CheckResult(
            check.name,
            check.target,
            check.part,
            outcome,
            duration,
            finished,
            self.last_success,
            check.critical,
        )

    def stuck_result(self, flight: Flight, now: float) -> CheckResult:
        """The result to give while a run that overran has not ended."""
        since = flight.age(now)
        message = f"the run begun {since:.0f} s ago has not ended, no other is started"
        return self.timed_out(message, since, now)

    def timed_out(self, message: str, duration: float, finished: float) -> CheckResult:
        """The result of a run that did not answer in time."""
        outcome = Outcome(Status.ERROR, Reason.TIMEOUT, message)
        return self.result(outcome, duration, finished)


def _promise() -> Future[None]:
    """A future that those who wait for it cannot cancel, so that it can always be completed."""
    promise: Future[None] = Future()
    promise.set_running_or_notify_cancel()
    return promise


@dataclass(eq=False)
class Round:
    """What one request waits for.

    Attributes:
        done: Completed when every check has landed; wait on it with the request's own deadline.
        started: Monotonic seconds at which the request came.
        entries: Per check its slot with the result it has, or the flight it waits for.
    """

    started: float
    entries: Sequence[tuple[Slot, CheckResult | Flight]]
    pending: int = 0
    done: Future[None] = field(default_factory=_promise)

    @classmethod
    def of(cls, entries: Sequence[tuple[Slot, CheckResult | Flight]], now: float) -> Round:
        """Return a round that hears of each landing; the engine's lock is held."""
        made = cls(now, entries)
        for _, entry in entries:
            if isinstance(entry, Flight):
                entry.waiting.append(made)
                made.pending += 1
        return made

    def begun(self) -> Round:
        """Return it, complete if there is nothing to wait for; call it once, without the lock."""
        if not any(isinstance(entry, Flight) for _, entry in self.entries):
            self.done.set_result(None)
        return self

    @property
    def awaited(self) -> tuple[BaseHealthCheck, ...]:
        """The checks that have not answered yet; for a look at it, without the lock."""
        return tuple(
            slot.check
            for slot, entry in self.entries
            if isinstance(entry, Flight) and entry.result is None
        )

    def landed(self) -> bool:
        """Count one landing; return whether it was the last."""
        self.pending -= 1
        return not self.pending

    def results(self, now: float, *, last_known: bool = False) -> tuple[CheckResult, ...]:
        """What there is by ``now``.

        Args:
            now: Monotonic seconds.
            last_known: Whether a check that has not landed is given with its last result, if there
                is one; else it is given as timed out.
        """
        return tuple(self._result(slot, entry, now, last_known) for slot, entry in self.entries)

    def _result(
        self, slot: Slot, entry: CheckResult | Flight, now: float, last_known: bool
    ) -> CheckResult:
        result = entry.result if isinstance(entry, Flight) else entry
        if result is None and last_known:
            result = slot.last
        if result is not None:
            return result
        waited, words = now - self.started, "of this request"
        if last_known and isinstance(entry, Flight):
            waited, words = max(waited, entry.age(now)), "since it was asked first"
        late = slot.timed_out(f"no answer within the {waited:.3g} s {words}", waited, now)
        return replace(late, answered=False)
