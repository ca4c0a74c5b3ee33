"""Whose turn it is while servers are at work."""

from __future__ import annotations

from django_health.engine.flight import Flight, Slot
from django_health.engine.pauses import LONGEST, MOST, Pauses
from sample_checks import Sample


class _Borrowing(Sample):
    borrows = True


def _flight(check: Sample | None = None) -> Flight:
    return Flight(Slot(check or Sample()))


def test_others_come_first_for_a_while() -> None:
    """Then the run goes on, or its time would be that of the others."""
    pauses, flight = Pauses(), _flight()
    assert pauses.begin(flight, 10.0)
    assert (bool(pauses), flight.pauses) == (True, True)
    assert pauses.end(_flight(), 10.0 + LONGEST / 2) is None
    assert pauses.end(_flight(), 10.0 + LONGEST * 1.01) is flight
    assert (bool(pauses), flight.pauses) == (False, False)


def test_it_goes_on_at_once_where_nobody_else_is_waiting() -> None:
    """In the order in which the pauses began; and nothing goes on where none pauses."""
    pauses, flights = Pauses(), [_flight() for _ in range(3)]
    for flight in flights:
        pauses.begin(flight, 10.0)
    assert [pauses.end(None, 10.0) for _ in range(4)] == [*flights, None]


def test_it_goes_on_before_who_borrows_a_connection() -> None:
    """That may be the one on which its answer is on the way."""
    pauses, flight = Pauses(), _flight()
    pauses.begin(flight, 10.0)
    assert pauses.end(_flight(_Borrowing()), 10.0) is flight


def test_few_pause_at_a_time() -> None:
    """So many servers on one machine are at work at once, and no more."""
    pauses = Pauses()
    assert [pauses.begin(_flight(), 10.0) for _ in range(MOST + 1)] == [True] * MOST + [False]


def test_what_is_slow_does_not_pause() -> None:
    """It has a thread of its own, which waits as well as any."""
    pauses, slow = Pauses(), _flight()
    slow.surplus = True
    assert not pauses.begin(slow, 10.0)
    assert not slow.pauses
