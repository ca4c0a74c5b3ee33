"""Tests of how long a ping waits."""

from __future__ import annotations

import pytest

from django_health.checks.celery.roll_call import ACQUAINTANCE, GRACE, RollCall

PATIENCE = 5.0


class _Clock:
    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> _Clock:
    """A clock that stands still."""
    return _Clock()


@pytest.fixture
def roll_call(clock: _Clock) -> RollCall:
    """A roll call that knows nobody."""
    return RollCall(PATIENCE, clock)


def _known(roll_call: RollCall, *workers: str) -> None:
    roll_call.begin()
    for worker in workers:
        roll_call.heard(worker)
    roll_call.end()


def test_the_brokers_count_ends_it_at_once(roll_call: RollCall) -> None:
    """When all who got the ping have answered there is nobody to wait for."""
    roll_call.begin()
    assert roll_call.remaining(2) == PATIENCE
    roll_call.heard("a")
    assert roll_call.remaining(2) > 0
    roll_call.heard("b")
    assert roll_call.remaining(2) == 0


def test_nobody_connected_ends_it_at_once(roll_call: RollCall) -> None:
    """A ping that the broker gave to nobody is not waited for, whoever was expected."""
    _known(roll_call, "a")
    roll_call.begin()
    assert roll_call.remaining(0) == 0


def test_strangers_get_a_second(roll_call: RollCall, clock: _Clock) -> None:
    """Where nobody is known, the first answer does not end it."""
    roll_call.begin()
    roll_call.heard("a")
    assert roll_call.remaining() == pytest.approx(ACQUAINTANCE)
    clock.now += ACQUAINTANCE
    assert roll_call.remaining() == 0


def test_the_known_end_it_after_a_grace(roll_call: RollCall, clock: _Clock) -> None:
    """Everyone who answered the last time has answered."""
    _known(roll_call, "a", "b")
    roll_call.begin()
    roll_call.heard("b")
    roll_call.heard("a")
    assert roll_call.remaining() == pytest.approx(GRACE)
    clock.now += GRACE
    assert roll_call.remaining() == 0


def test_a_newcomer_prolongs_the_grace(roll_call: RollCall, clock: _Clock) -> None:
    """Others may start together with it."""
    _known(roll_call, "a")
    roll_call.begin()
    roll_call.heard("a")
    clock.now += GRACE / 2
    roll_call.heard("new")
    assert roll_call.remaining() == pytest.approx(GRACE)
    assert roll_call.workers == ["a", "new"]


def test_a_missing_worker_is_waited_for(roll_call: RollCall, clock: _Clock) -> None:
    """A worker is not given up for being slower than the others."""
    _known(roll_call, "a", "b")
    roll_call.begin()
    roll_call.heard("a")
    clock.now += PATIENCE - 1
    assert roll_call.remaining(2) == pytest.approx(1)
    roll_call.heard("b")
    assert roll_call.remaining(2) == 0


def test_who_did_not_answer_is_not_waited_for_again(roll_call: RollCall, clock: _Clock) -> None:
    """One patient ping is enough; the next are quick."""
    _known(roll_call, "a", "b")
    roll_call.begin()
    roll_call.heard("a")
    clock.now += PATIENCE
    assert roll_call.remaining() == 0
    roll_call.end()
    roll_call.begin()
    roll_call.heard("a")
    assert roll_call.remaining(2) == pytest.approx(GRACE)


def test_a_late_answer_makes_it_expected_again(roll_call: RollCall) -> None:
    """A slow worker is found by its late answer, and waited for."""
    _known(roll_call, "a")
    roll_call.begin()
    roll_call.heard_late("slow")
    roll_call.heard("a")
    assert roll_call.remaining() == PATIENCE
    assert roll_call.workers == ["a"]


def test_a_broken_ping_changes_no_expectation(roll_call: RollCall) -> None:
    """What ended with the connection says nothing about the workers."""
    _known(roll_call, "a", "b")
    roll_call.begin()
    roll_call.heard("a")
    roll_call.begin()
    roll_call.heard("a")
    assert roll_call.remaining() == PATIENCE


def test_the_first_answer_is_the_round_trip(roll_call: RollCall, clock: _Clock) -> None:
    """Without an answer there is none, not 0."""
    roll_call.begin()
    assert roll_call.round_trip is None
    clock.now += 0.5
    roll_call.heard("a")
    clock.now += 1
    roll_call.heard("b")
    assert roll_call.round_trip == pytest.approx(0.5)
