"""Whose turn it is while servers are at work."""

from __future__ import annotations

import os
import resource
import time
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from django_health.engine.flight import BRISK, Flight, Slot
from django_health.engine.pauses import FIRST, GLANCE, HELD, LONG, MOST, SOON, Pauses
from django_health.steps import Awaited
from sample_checks import Asks, Sample

NOW = 1000.0


class _Borrowing(Sample):
    """Asks over another check's connection."""

    borrows = True

    def __init__(self, lender: Sample) -> None:
        super().__init__()
        self.lender = lender

    @property
    def line(self) -> object:
        """The other check's."""
        return self.lender


@dataclass
class _Waiting:
    """A run with what it waits for."""

    flight: Flight
    awaited: Awaited
    other_side: int

    def answer(self) -> None:
        """Let there be something to read."""
        os.write(self.other_side, b"!")


class _Ground:
    """Pauses of runs that wait for pipes."""

    def __init__(self) -> None:
        self.pauses = Pauses()
        self.pipes: list[int] = []

    def begin(
        self, check: Sample | None = None, *, is_soon: bool = True, since: float = NOW
    ) -> _Waiting:
        """Let a run wait."""
        read, write = os.pipe()
        self.pipes += [read, write]
        made = _Waiting(_flight(check), Awaited(read, is_soon), write)
        assert self.pauses.begin(made.flight, made.awaited, since)
        return made

    def look(self) -> list[Flight]:
        """Look once, and return who goes on."""
        look = self.pauses.look(0)
        look.take()
        self.pauses.looked(look)
        return list(iter(self.pauses.end, None))


@pytest.fixture
def ground() -> Iterator[_Ground]:
    """Pauses, and pipes that are closed at the end."""
    made = _Ground()
    yield made
    for descriptor in made.pipes:
        os.close(descriptor)


def _flight(check: Sample | None = None, stretch: float = 0.0) -> Flight:
    return Flight(Slot(check or Sample(), stretch=stretch))


def test_who_was_answered_goes_on(ground: _Ground) -> None:
    """And is told when that was seen; the others wait on."""
    waiting = [ground.begin() for _ in range(3)]
    assert (bool(ground.pauses), ground.look()) == (True, [])
    waiting[2].answer()
    before = time.perf_counter()
    assert ground.look() == [waiting[2].flight]
    assert waiting[2].flight.seen is not None
    assert before <= waiting[2].flight.seen <= time.perf_counter()
    assert [each.flight.pauses for each in waiting] == [True, True, False]
    for each in waiting:
        each.answer()
    assert ground.look() == [waiting[0].flight, waiting[1].flight]
    assert not ground.pauses


def test_a_look_ends_with_the_first_answer(ground: _Ground) -> None:
    """However long it may take."""
    waiting = ground.begin()
    waiting.answer()
    look = ground.pauses.look(3600)
    look.take()
    ground.pauses.looked(look)
    assert ground.pauses.end() is waiting.flight


def test_no_look_takes_long(ground: _Ground) -> None:
    """Who comes to wait meanwhile may have been answered."""
    for seconds, expected in [(HELD, GLANCE), (SOON, SOON), (-1.0, 0.0)]:
        look = ground.pauses.look(seconds)
        assert look._seconds == expected
        ground.pauses.looked(look)


def test_a_run_that_was_told_to_end_goes_on(ground: _Ground) -> None:
    """Although there is nothing to read, of which it is told."""
    waiting = ground.begin()
    assert ground.pauses.told_to_end(waiting.flight)
    assert ground.pauses.end() is waiting.flight
    assert waiting.flight.seen is None
    assert not ground.pauses.told_to_end(waiting.flight)


def test_of_two_who_look_one_lets_it_go_on(ground: _Ground) -> None:
    """Also where it waits again, for something else, before the other one tells what it saw."""
    waiting = ground.begin()
    waiting.answer()
    looks = [ground.pauses.look(0) for _ in range(2)]
    for look in looks:
        look.take()
    ground.pauses.looked(looks[0])
    assert ground.pauses.end() is waiting.flight
    assert ground.pauses.begin(waiting.flight, waiting.awaited, NOW)
    ground.pauses.looked(looks[1])
    assert ground.pauses.end() is None


def test_somebody_has_to_look_at_each(ground: _Ground) -> None:
    """And to go on with those that were answered."""
    pauses = ground.pauses
    needed = [pauses.need_a_look]
    first = ground.begin()
    needed.append(pauses.need_a_look)
    look = pauses.look(0)
    needed.append(pauses.need_a_look)
    ground.begin()
    needed.append(pauses.need_a_look)
    second = pauses.look(0)
    needed.append(pauses.need_a_look)
    pauses.looked(second)  # the first one does not look at all of them
    needed.append(pauses.need_a_look)
    first.answer()
    third = pauses.look(0)
    look.take()
    pauses.looked(look)
    needed.append(pauses.need_a_look)
    assert pauses.end() is first.flight
    needed.append(pauses.need_a_look)
    assert needed == [False, True, False, True, False, True, True, False]
    pauses.looked(third)


def test_what_runs_in_steps_begins_at_once_while_few_wait(ground: _Ground) -> None:
    """So many servers are asked at the same time, and those that are slow do not count."""
    times = [NOW + number for number in range(MOST + 1)]
    for since in times[: MOST - 1]:
        ground.begin(since=since)
    prompt = _flight(Asks())
    assert ground.pauses.begins_at(prompt) < times[0]
    ground.begin(since=times[MOST - 1])
    assert ground.pauses.begins_at(prompt) == times[0] + LONG
    ground.begin(since=times[MOST])
    assert ground.pauses.begins_at(prompt) == times[1] + LONG


@pytest.mark.parametrize(("stretch", "after"), [(0.0, SOON), (BRISK, LONG)])
def test_what_takes_a_while_lets_answers_come_that_come_soon(
    ground: _Ground, stretch: float, after: float
) -> None:
    """Their time would be told too long; what took long before waits longer."""
    queued = _flight(stretch=stretch)
    ground.begin(is_soon=False, since=NOW + 1)
    assert ground.pauses.begins_at(queued) < NOW
    ground.begin(since=NOW - 1)
    waiting = ground.begin(since=NOW)
    assert ground.pauses.begins_at(queued) == NOW + after
    waiting.answer()
    ground.look()
    assert ground.pauses.begins_at(queued) == NOW - 1 + after


def test_who_borrows_waits_for_the_line(ground: _Ground) -> None:
    """Others' waits are nothing to it."""
    lender = Asks()
    borrowing = _flight(_Borrowing(lender))
    ground.begin(Asks(), is_soon=False, since=NOW + 1)
    assert ground.pauses.begins_at(borrowing) < NOW
    ground.begin(lender, is_soon=False)
    assert ground.pauses.begins_at(borrowing) == NOW + HELD


def test_who_lends_waits_for_who_has_borrowed(ground: _Ground) -> None:
    """As where a request comes while another one waits for the last of its answers."""
    lender = Asks()
    waiting = ground.begin(_Borrowing(lender), is_soon=False)
    assert ground.pauses.begins_at(_flight(lender)) == NOW + HELD
    waiting.answer()
    ground.look()
    assert ground.pauses.begins_at(_flight(lender)) < NOW


def test_where_none_can_be_looked_at_each_waits_by_itself(ground: _Ground) -> None:
    """The system looks at no more descriptors than the process may open now."""
    waiting = [ground.begin() for _ in range(3)]
    limits = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (2, limits[1]))
    try:
        found = ground.look()
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, limits)
    assert found == [each.flight for each in waiting]
    assert [flight.seen for flight in found] == [None] * 3


def test_who_borrows_of_whom_it_does_not_say_waits_for_all(ground: _Ground) -> None:
    """It might be any of them."""
    check = Sample()
    check.borrows = True  # type: ignore[misc]  # a class of its own would say the same
    assert ground.pauses.begins_at(_flight(check)) < NOW
    ground.begin(Asks(), is_soon=False)
    assert ground.pauses.begins_at(_flight(check)) == NOW + HELD


def test_who_was_asked_for_has_its_turn_whoever_waits(ground: _Ground) -> None:
    """What would hold them up as well; what borrows as well, but not who lends, nor the prompt."""
    lender, anybody = Asks(), Asks()
    anybody.borrows = True  # type: ignore[misc]  # a class of its own would say the same
    for number in range(MOST):
        ground.begin(lender if number == 0 else Asks(), since=NOW + HELD)
    held = [_flight(), _flight(stretch=BRISK), _flight(anybody), _flight(_Borrowing(lender))]
    for flight in (*held, prompt := _flight(Asks()), lending := _flight(lender)):
        flight.asked = NOW
    assert [ground.pauses.begins_at(flight) for flight in held] == [NOW + HELD] * len(held)
    assert ground.pauses.begins_at(prompt) == NOW + HELD + LONG
    assert ground.pauses.begins_at(lending) == NOW + 2 * HELD


def test_who_waits_in_the_queue_lets_others_begin(ground: _Ground) -> None:
    """Those behind it, if they are not too far behind; else the next that may."""
    lender = Asks()
    ground.begin(lender, is_soon=False, since=NOW - 1)
    held = [_flight(_Borrowing(lender)) for _ in range(FIRST)]
    free = _flight()
    queue = deque([*held[1:], free])
    assert ground.pauses.first(queue, NOW - 1)[0] is free
    queue.appendleft(held[0])
    assert ground.pauses.first(queue, NOW - 1) == (held[0], HELD)
    assert ground.pauses.first(queue, NOW)[1] <= 0


def test_one_looks_in_between_once_somebody_has_waited_for_a_while(ground: _Ground) -> None:
    """Else it would wait for all others that there are."""
    assert not ground.pauses.is_look_due(NOW)
    ground.begin(is_soon=False)
    assert not ground.pauses.is_look_due(NOW + SOON / 2)
    assert ground.pauses.is_look_due(NOW + SOON * 1.01)


def test_what_is_slow_does_not_pause() -> None:
    """It has a thread of its own, which waits as well as any."""
    pauses, slow = Pauses(), _flight()
    slow.surplus = True
    assert not pauses.begin(slow, Awaited(0), NOW)
    assert not slow.pauses
