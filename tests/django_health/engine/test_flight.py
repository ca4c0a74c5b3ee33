"""What the engine remembers of a check."""

from __future__ import annotations

import math
from concurrent.futures import Future

import pytest

from django_health.engine.flight import Flight, Round, Slot
from django_health.result import CheckResult, Outcome, Reason, Status
from sample_checks import Asks, Sample, result_of


@pytest.fixture
def slot() -> Slot:
    """A slot of a check with a timeout of 5 s, not asked yet."""
    return Slot(Sample("cache", "default", "a:1", timeout=5.0, critical=False))


def test_result_has_place_and_times_of_its_check(slot: Slot) -> None:
    """An outcome becomes a result of this check."""
    slot.last_success = 77.0
    outcome = Outcome()
    result = slot.result(outcome, 0.5, 1000.0)
    assert (result.label, result.critical) == ("cache/default/a:1", False)
    assert (result.outcome, result.duration, result.finished) == (outcome, 0.5, 1000.0)
    assert result.last_success == 77.0


def test_flight_is_never_overdue_while_it_waits_in_the_queue(slot: Slot) -> None:
    """The time of a check counts from its own start."""
    flight = Flight(slot)
    assert flight.overdue_at == math.inf
    assert flight.age(1000.0) == 0.0


@pytest.mark.parametrize("started", [0.0, 1000.0])
def test_flight_is_overdue_after_the_timeout_of_its_check(slot: Slot, started: float) -> None:
    """A clock may well begin at 0."""
    flight = Flight(slot, started=started)
    assert flight.overdue_at == started + 5.0
    assert flight.age(started + 2.0) == 2.0


def test_flight_that_landed_is_never_overdue(slot: Slot) -> None:
    """What has an answer is not told to end."""
    flight = Flight(slot, started=1000.0, result=result_of("cache"))
    assert flight.overdue_at == math.inf


def test_slot_is_stuck_once_its_run_overran_and_has_not_ended(slot: Slot) -> None:
    """A run under way is not stuck, nor is a slot without one."""
    assert not slot.is_stuck
    slot.flight = Flight(slot, started=1000.0)
    assert not slot.is_stuck
    slot.flight.result = slot.timed_out("late", 5.0, 1005.0)
    assert slot.is_stuck


def test_slot_is_under_way_once_its_run_has_begun(slot: Slot) -> None:
    """A run that waits in the queue has touched nothing."""
    assert not slot.is_under_way
    slot.flight = Flight(slot)
    assert not slot.is_under_way
    slot.flight.started = 0.0
    assert slot.is_under_way


@pytest.mark.parametrize(
    ("ended", "cancelling", "free"),
    [(False, False, False), (False, True, False), (True, True, False), (True, False, True)],
)
def test_next_run_waits_until_the_last_is_over_in_every_respect(
    slot: Slot, ended: bool, cancelling: bool, free: bool
) -> None:
    """A new run must not be met by the cancelling of the old one."""
    assert Flight(slot, ended=ended, cancelling=cancelling).is_over is free


def test_round_is_complete_with_its_last_landing() -> None:
    """Each landing counts, the last one completes."""
    asked = Round(1000.0, [], pending=2)
    assert [asked.landed(), asked.landed()] == [False, True]


def test_round_gives_landed_kept_and_missing_results(slot: Slot) -> None:
    """What has not landed by now is a timeout of this request."""
    kept, landed = result_of("database"), result_of("cache")
    entries: list[tuple[Slot, CheckResult | Flight]] = [
        (slot, kept),
        (slot, Flight(slot, started=1000.0, result=landed)),
        (slot, Flight(slot, started=1000.0)),
    ]
    *known, missing = Round(1000.0, entries).results(1002.5)
    assert known == [kept, landed]
    assert (missing.status, missing.outcome.reason) == (Status.ERROR, Reason.TIMEOUT)
    assert missing.outcome.message == "no answer within the 2.5 s of this request"
    assert not missing.answered
    assert (missing.duration, missing.finished) == (2.5, 1002.5)


def test_what_was_seen_is_told_once() -> None:
    """The next wait has a time of its own."""
    check = Asks(waits=(True, True))
    flight = Flight(Slot(check))
    flight.go_on()
    flight.seen = 1.5
    flight.go_on()
    flight.go_on()
    assert check.seen == [1.5, None]


def test_nobody_who_waits_can_cancel_a_round() -> None:
    """A request that goes away must not break the landing of the others."""
    done: Future[None] = Round(1000.0, []).done
    assert not done.cancel()
    done.set_result(None)
    assert done.done()


@pytest.mark.parametrize(
    ("reason", "silent"), [(Reason.TIMEOUT, True), (Reason.REFUSED, False), (None, False)]
)
def test_slot_is_silent_after_a_timeout(slot: Slot, reason: Reason | None, silent: bool) -> None:
    """Nothing is known of it before its first run."""
    assert not slot.is_silent
    slot.last = result_of("cache", reason=reason)
    assert slot.is_silent is silent


def test_round_without_flights_is_complete(slot: Slot) -> None:
    """One with flights hears of their landings."""
    result, flight = result_of("cache"), Flight(slot)
    assert Round.of([(slot, result)], 1000.0).begun().done.done()
    waiting = Round.of([(slot, result), (slot, flight)], 1000.0).begun()
    assert not waiting.done.done()
    assert (flight.waiting, waiting.pending) == ([waiting], 1)
