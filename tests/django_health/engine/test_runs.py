"""What a free thread does next, and what becomes of a run."""

from __future__ import annotations

import pytest

from django_health.engine import runs as module
from django_health.engine.flight import BRISK, Flight, Slot
from django_health.engine.pauses import GLANCE, HELD, LONG, MOST, SOON, Look
from django_health.engine.runs import SLOW, Runs
from django_health.result import Outcome
from django_health.steps import Awaited
from sample_checks import Asks, HandClock, Sample


class _Borrowing(Sample):
    """Does not say of whom."""

    borrows = True


class _Ground:
    """Runs by a clock that is set by hand, and nothing that is really waited for."""

    def __init__(self) -> None:
        self.clock = HandClock()
        self.runs = Runs()

    def queue(self, check: Sample, stretch: float = 0.0, *, silent: bool = False) -> Flight:
        """Queue a run of a check, of which is known how long it kept its thread."""
        slot = Slot(check, stretch=stretch)
        if silent:
            slot.last = slot.timed_out("no answer", 1.0, 0.0)
        flight = Flight(slot)
        self.runs.add([flight], self.clock())
        return flight

    def turn(self, *, has_looked: bool = True) -> Flight | Look:
        """What is to be done next; a look is over at once, and nothing was seen."""
        turn = self.runs.turn(self.clock(), has_looked=has_looked)
        if isinstance(turn, Look):
            self.runs.pauses.looked(turn)
        return turn

    def wait(self, *, is_soon: bool = True) -> Flight:
        """Let one more run begin and wait, whatever may be queued."""
        flight = Flight(Slot(Asks()), started=self.clock(), went_on=self.clock())
        self.runs.running.add(flight)
        awaited = Awaited(len(self.runs.running), is_soon)
        assert not self.runs.stops(flight, awaited, self.clock())
        return flight


@pytest.fixture
def ground() -> _Ground:
    """Nothing is queued, nothing runs."""
    return _Ground()


def test_what_is_asked_for_is_queued(ground: _Ground) -> None:
    """What was silent apart from the others; of each it is known since when."""
    runs = ground.runs
    assert (runs.have_work, runs.want_a_thread) == (False, False)
    silent = ground.queue(Sample(), silent=True)
    assert (runs.have_work, runs.want_a_thread) == (True, False)
    ground.clock.now += 1
    other = ground.queue(Sample())
    assert (list(runs.queued), list(runs.silent)) == ([other], [silent])
    assert [flight.asked - ground.clock() for flight in (silent, other)] == [-1, 0]
    assert (runs.have_work, runs.want_a_thread) == (True, True)
    runs.drop()
    assert (runs.have_work, runs.want_a_thread) == (False, False)


def test_whose_turn_it_is(ground: _Ground) -> None:
    """Who was answered goes on, then others begin, then one looks, and the silent come last."""
    runs = ground.runs
    silent, plain = ground.queue(Sample(), silent=True), ground.queue(Sample())
    waiting, answered = ground.wait(is_soon=False), ground.wait()
    assert runs.pauses.told_to_end(answered)
    ground.clock.now += 1
    assert ground.turn() is answered
    assert answered.went_on == runs.last_start == ground.clock()
    ground.clock.now += 1
    assert ground.turn() is plain
    assert plain.started == plain.went_on == runs.last_start == ground.clock()
    ground.clock.now += 1
    assert isinstance(look := runs.turn(ground.clock(), has_looked=True), Look)
    assert len(look.pauses) == 1
    assert runs.turn(ground.clock(), has_looked=True) is silent
    assert silent.started == silent.went_on == ground.clock() != runs.last_start
    assert (silent.surplus, plain.surplus) == (True, False)
    assert runs.running == {silent, plain, waiting, answered}
    assert runs.active == 2  # neither what has a thread of its own nor what waits
    assert not runs.have_work


def test_who_begins_knows_whether_many_are_asked(
    ground: _Ground, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is those behind it that count."""
    monkeypatch.setattr(module, "MANY", 2)
    flights = [ground.queue(Asks()) for _ in range(4)]
    assert [ground.turn() for _ in flights] == flights
    assert [flight.is_among_many for flight in flights] == [True, True, False, False]


@pytest.mark.parametrize(
    ("check", "stretch"),
    [(Sample(), 0.0), (Sample(), BRISK), (_Borrowing(), 0.0), (Asks(), BRISK)],
    ids=["plain", "slow", "borrowing", "slow in steps"],
)
def test_others_that_go_on_asking_starve_nobody(
    ground: _Ground, check: Sample, stretch: float
) -> None:
    """However many servers are waited for anew, who was asked for has its turn."""
    flight = ground.queue(check, stretch)
    asked = ground.clock()
    for _ in range(MOST):
        ground.wait()
    while ground.clock() <= asked + 2 * HELD:
        ground.wait()
        if ground.turn() is flight:
            break
        ground.clock.now += SOON / 2
    assert HELD <= ground.clock() - asked < HELD + SOON


def test_what_is_prompt_keeps_to_the_most_that_may_wait(ground: _Ground) -> None:
    """Since when it is asked for is nothing to it, or they would be ever more."""
    flight = ground.queue(Asks())
    ground.clock.now += 4 * HELD
    for _ in range(MOST):
        ground.wait()
    assert isinstance(ground.turn(), Look)
    ground.clock.now += LONG
    assert ground.turn() is flight


@pytest.mark.parametrize("check", [Sample(), Asks()], ids=["plain", "prompt"])
def test_one_looks_before_anything_is_begun(ground: _Ground, check: Sample) -> None:
    """Once somebody has waited for a while; be it prompt, there may be many of its kind."""
    flight = ground.queue(check)
    ground.wait(is_soon=False)
    ground.clock.now += SOON * 1.01
    assert isinstance(ground.turn(has_looked=False), Look)
    assert ground.turn(has_looked=True) is flight


def test_nobody_looks_for_as_long_as_a_connection_may_be_in_use(ground: _Ground) -> None:
    """Others may begin to wait meanwhile, at whom nobody would look."""
    assert HELD > GLANCE
    ground.queue(_Borrowing())
    ground.wait(is_soon=False)
    look = ground.turn()
    assert isinstance(look, Look)
    assert look._seconds == GLANCE


@pytest.mark.parametrize(
    ("check", "stretch", "is_soon", "expected"),
    [
        (Sample(), SOON, True, True),
        (Sample(), SOON / 2, True, False),
        (Asks(), 1.0, True, False),
        (Sample(), SOON, False, False),
    ],
    ids=["slow", "short", "in steps", "long answer"],
)
def test_who_would_hold_up_others(
    ground: _Ground, check: Sample, stretch: float, *, is_soon: bool, expected: bool
) -> None:
    """What keeps its thread for a while, where answers come soon, at which nobody looks."""
    flight = ground.queue(check, stretch)
    assert not ground.runs.would_hold_up(flight)
    ground.wait(is_soon=is_soon)
    assert ground.runs.would_hold_up(flight) is expected
    look = ground.runs.pauses.look()
    assert not ground.runs.would_hold_up(flight)
    ground.runs.pauses.looked(look)


def test_a_run_that_stops(ground: _Ground) -> None:
    """It waits among the others, or on its thread if it has one of its own, or is over."""
    runs, now = ground.runs, ground.clock()
    flight = ground.queue(Asks())
    assert ground.turn() is flight
    assert not runs.stops(flight, Awaited(0), now + 1)
    assert (flight.pauses, flight.stretch, flight.slot.stretch) == (True, 1, 0)
    assert runs.pauses.told_to_end(flight)
    ground.clock.now += 5
    assert ground.turn() is flight
    flight.surplus = True
    assert runs.stops(flight, Awaited(0), now + 7)
    assert (flight.pauses, flight.stretch, flight.slot.stretch) == (False, 2, 0)
    assert runs.running == {flight}
    assert not runs.stops(flight, None, now + 7)
    assert (flight.slot.stretch, runs.running) == (2, set())


def test_what_is_overdue_is_told_once(ground: _Ground) -> None:
    """As soon as its time is over, which does not pass in the queue, nor after the landing."""
    begun = [ground.queue(Sample(timeout=timeout)) for timeout in (1.0, 2.0, 1.0)]
    assert [ground.turn() for _ in begun] == begun
    begun[2].result = begun[2].slot.result(Outcome(), 0.1, ground.clock())
    queued = ground.queue(Sample(timeout=1.0))
    assert ground.runs.overdue(ground.clock() + 0.5) == []
    assert ground.runs.overdue(ground.clock() + 1.0) == [begun[0]]
    assert ground.runs.overdue(ground.clock() + 1.5) == []
    assert ground.runs.running == {begun[1], begun[2]}
    assert list(ground.runs.queued) == [queued]


def test_who_is_slow_gives_its_place_up_where_others_could_begin(ground: _Ground) -> None:
    """Not before, nor where nobody wants it, nor what waits, which has none."""
    slow, waiting = ground.queue(Sample()), ground.wait(is_soon=False)
    runs = ground.runs
    assert ground.turn() is slow
    look = runs.pauses.look()
    ground.clock.now += SLOW * 1.01
    assert not runs.needs_help(ground.clock())
    ground.queue(_Borrowing())  # whose turn comes later
    assert not runs.needs_help(ground.clock())
    assert not slow.surplus
    quick = ground.queue(Sample())
    assert ground.turn() is quick
    ground.queue(Sample())
    assert runs.needs_help(ground.clock())
    assert [flight.surplus for flight in (slow, quick, waiting)] == [True, False, False]
    runs.pauses.looked(look)


def test_help_is_needed_where_nobody_looks(ground: _Ground) -> None:
    """Although nothing could be begun."""
    assert not ground.runs.needs_help(ground.clock())
    ground.wait()
    assert ground.runs.needs_help(ground.clock())


def test_what_has_no_thread_of_its_own_is_queued_for_those_that_there_are(
    ground: _Ground,
) -> None:
    """As if it had not begun, and with it all others of its kind."""
    runs = ground.runs
    queued = ground.queue(Sample())
    silent = [ground.queue(Sample(), silent=True) for _ in range(2)]
    first = runs.begin_silent(ground.clock())
    assert (first, runs.active) == (silent[0], 0)
    runs.put_back(first)
    assert (list(runs.queued), list(runs.silent)) == ([queued, *silent], [])
    assert (first.started, first.surplus, runs.running) == (None, False, set())
