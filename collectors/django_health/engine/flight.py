"""What the engine remembers of a check: its run under way and its last answer."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, field, replace

from django_health.check import BaseHealthCheck
from django_health.engine.boundary import Run, outcome_of
from django_health.result import CheckResult, Outcome, Reason, Status
from django_health.steps import Awaited

BRISK = 0.02
"""Seconds for which a run may have kept a thread at a stretch to count as one that does not hold up
others."""


@dataclass(eq=False)
class Flight:
    """One run of one check, from its queueing to its landing with a result.

    Attributes:
        asked: Monotonic seconds at which it was queued.
        started: Monotonic seconds at which it left the queue; ``None`` while it waits.
        went_on: The same, at which a thread began with it or went on with it last.
        stretch: Seconds for which it has kept a thread at a stretch, at most.
        result: What it landed with: its own answer, or a timeout once it overran.
        waiting: The rounds that want the result.
        run: What it does, once it has begun, if it does so in steps.
        pauses: Whether no thread is at work on it, because its server is.
        seen: When its server was seen to answer, as ``time.perf_counter()`` tells it, until the run
            has been told.
        is_among_many: Whether so many are asked that it lets others be asked for a short wait too,
            which among few costs more than the wait, where the server is on this machine.
        told_to_end: Whether its check was, so that it waits among others no more.
        surplus: Whether it is so slow that its thread no longer counts against the limit.
        cancelling: Whether its check is being told to end; until it has been, the next run waits,
            or that one would be ended.
        ended: Whether its check has returned.
    """

    slot: Slot
    asked: float = float("inf")
    started: float | None = None
    went_on: float = 0.0
    stretch: float = 0.0
    result: CheckResult | None = None
    waiting: list[Round] = field(default_factory=list)
    run: Run | None = None
    pauses: bool = False
    seen: float | None = None
    is_among_many: bool = False
    told_to_end: bool = False
    surplus: bool = False
    cancelling: bool = False
    ended: bool = False

    def go_on(self) -> Outcome | Awaited:
        """Run it on this thread to its end or next wait; return what came of it, or is awaited."""
        if not self.slot.runs_in_steps:
            return outcome_of(self.slot.check)
        if self.run is None:
            self.run = Run(self.slot.check)
        seen, self.seen = self.seen, None
        return self.run.go_on(seen, stays=not self.is_among_many)

    def stops(self, now: float, *, has_ended: bool) -> None:
        """Take down how long it kept its thread."""
        self.stretch = max(self.stretch, now - self.went_on)
        if has_ended:
            self.slot.stretch = self.stretch

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
        stretch: Seconds for which the last run kept a thread at a stretch; 0 before the first.
        is_ending: Whether the check is closed as soon as no run of it is under way.
        runs_in_steps: Whether its runs say what they wait for.
        shares_line: Whether another one may wait with what this one asks on.
    """

    check: BaseHealthCheck
    flight: Flight | None = None
    last: CheckResult | None = None
    last_success: float | None = None
    before: CheckResult | None = None
    stretch: float = 0.0
    is_ending: bool = False
    runs_in_steps: bool = field(init=False)
    shares_line: bool = field(init=False)

    def __post_init__(self) -> None:
        self.runs_in_steps = type(self.check).run_in_steps is not BaseHealthCheck.run_in_steps
        self.shares_line = self.runs_in_steps or self.check.borrows

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
        failed = self.last is not None and self.last.outcome.status is Status.ERROR
        return 0.0 if failed else self.check.min_interval

    @property
    def place(self) -> tuple[int, float]:
        """Where the next run stands in a queue.

        The quick ones come first: what is slow or silent must not hold up the others' turn. But
        before them come those that run in steps, between which the others have their turn, and
        behind all those that borrow a connection, since that may be in use until then.
        """
        expected = self.expected
        if self.check.borrows:
            return 2, expected
        if self.is_prompt:
            return 0, -expected
        return 1, expected

    @property
    def is_brisk(self) -> bool:
        """Whether the next run will hold up nobody for long, judging by the last."""
        return self.stretch < BRISK

    @property
    def is_prompt(self) -> bool:
        """Whether the next run soon says what it waits for, judging by the last."""
        return self.runs_in_steps and self.is_brisk

    @property
    def expected(self) -> float:
        """Seconds that the next run will take, judging by the last; 0 before the first."""
        known = self.last or self.before
        return known.duration if known else 0.0

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

    def among(self, wanted: Callable[[Flight, float], bool], now: float) -> Round:
        """Return a round of the runs that are still awaited, and wanted; the lock is held.

        Args:
            wanted: Told a run and the seconds since it began or was asked for.
            now: Monotonic seconds.
        """
        entries = [
            (slot, entry)
            for slot, entry in self.entries
            if isinstance(entry, Flight) and entry.result is None
            if wanted(entry, max(entry.age(now), now - self.started))
        ]
        return Round.of(entries, now)

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
