"""What the engine remembers of a check: its run under way and its last answer."""

from __future__ import annotations

from concurrent.futures import Future
from dataclasses import dataclass, field

from django_health.check import BaseHealthCheck
from django_health.result import CheckResult, Outcome, Reason, Status


@dataclass(eq=False)
class Flight:
    """One run of one check, from its queueing to its landing with a result.

    Attributes:
        started: Monotonic seconds at which it left the queue; ``None`` while it waits.
        result: What it landed with: its own answer, or a timeout once it overran.
        waiting: The rounds that want the result.
        surplus: Whether it is so slow that its thread no longer counts against the limit.
        cancelling: Whether its check is being told to end; until it has been, the next run waits,
            or that one would be ended.
        ended: Whether its check has returned.
    """

    slot: Slot
    started: float | None = None
    result: CheckResult | None = None
    waiting: list[Round] = field(default_factory=list)
    surplus: bool = False
    cancelling: bool = False
    ended: bool = False

    @property
    def overdue_at(self) -> float:
        """When its time is over; never while it waits in the queue or once it has landed."""
        if self.started is None or self.result is not None:
            return float("inf")
        return self.started + self.slot.check.timeout

    def age(self, now: float) -> float:
        """Seconds since it left the queue; 0 while it waits there."""
        return 0.0 if self.started is None else now - self.started

    def release(self) -> None:
        """Let the next run begin, if this one is over in every respect."""
        if self.ended and not self.cancelling:
            self.slot.flight = None


@dataclass(eq=False)
class Slot:
    """A check with its present run, if any, and its last result."""

    check: BaseHealthCheck
    flight: Flight | None = None
    last: CheckResult | None = None
    last_success: float | None = None

    @property
    def is_under_way(self) -> bool:
        """Whether a run has begun and not ended; one that waits in the queue has not begun."""
        return self.flight is not None and self.flight.started is not None

    @property
    def is_stuck(self) -> bool:
        """Whether the present run overran its timeout and has not ended."""
        return self.flight is not None and self.flight.result is not None

    @property
    def expected(self) -> float:
        """Seconds that the next run will take, judging by the last; 0 before the first."""
        return self.last.duration if self.last else 0.0

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
    entries: list[tuple[Slot, CheckResult | Flight]]
    pending: int = 0
    done: Future[None] = field(default_factory=_promise)

    def landed(self) -> bool:
        """Count one landing; return whether it was the last."""
        self.pending -= 1
        return not self.pending

    def results(self, now: float) -> tuple[CheckResult, ...]:
        """What there is by ``now``; a check that has not landed is given as timed out."""
        return tuple(_landed(slot, entry, now - self.started, now) for slot, entry in self.entries)


def _landed(slot: Slot, entry: CheckResult | Flight, waited: float, now: float) -> CheckResult:
    result = entry.result if isinstance(entry, Flight) else entry
    return result or slot.timed_out(
        f"no answer within the {waited:.3g} s of this request", waited, now
    )
