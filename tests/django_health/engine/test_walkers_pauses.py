"""Who waits for an answer lets others be asked, and holds up nobody, nor is held up."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import pytest

from django_health.engine import pauses, runs, walkers
from django_health.engine.pauses import HELD, MOST, SOON
from django_health.result import Outcome, Reason, Report, Status
from django_health.steps import Awaited, Steps
from sample_checks import Asks, HandClock, Log, Logged, LoggedAsks, Sample, engine_of, eventually


class _Borrowing(Logged):
    borrows = True

    def __init__(self, log: Log, name: str, lender: Sample) -> None:
        super().__init__(log, name)
        self.lender = lender

    @property
    def line(self) -> object:
        return self.lender


class _Lasting(Asks):
    """Asks on and on, each time a bit later, until another one was asked, or for a long time."""

    def __init__(self, clock: HandClock, other: Sample) -> None:
        super().__init__("lasting", timeout=3600.0)
        self.clock = clock
        self.other = other

    def run_in_steps(self) -> Steps[Outcome | Mapping[str, object]]:
        end = self.clock() + 4 * HELD
        while not self.other.runs and self.clock() < end:
            self.hear()
            yield Awaited(self._own.fileno())
            self.read()
            self.clock.now += SOON / 4
        return Outcome()


def _silent(name: str = "silent", **more: Any) -> Asks:
    """A check that gets no answer until it is cancelled."""
    made = Asks(name, **more)
    made.answers.clear()
    return made


def _fail() -> Outcome:
    raise ValueError


def _outcomes(report: Report) -> list[Reason | Status]:
    return [result.outcome.reason or result.status for result in report.results]


def _done(log: Log) -> list[str]:
    return [what for what, _ in log]


def test_all_are_asked_before_the_first_answer_is_read() -> None:
    """On one thread; what takes a while comes after answers that come soon, before long ones."""
    log: Log = []
    lender = LoggedAsks(log, "long", waits=(False,))
    checks = [
        _Borrowing(log, "borrower", lender),
        Logged(log, "other"),
        LoggedAsks(log, "one"),
        lender,
        LoggedAsks(log, "two", waits=(True, True)),
    ]
    with engine_of(*checks, clock=HandClock()) as engine:
        report = engine.run(deadline=20)
    assert _outcomes(report) == [Status.OK] * 5
    *asked, last = _done(log)
    assert asked[:3] == ["one?", "long?", "two?"]
    assert sorted(asked[3:]) == sorted(["one!", "long!", "two!", "two?", "two!", "other"])
    assert asked.index("other") > asked.index("one!")
    assert last == "borrower"
    assert len({thread for _, thread in log}) == 1


def test_a_long_answer_is_looked_at_when_others_had_their_turn() -> None:
    """They are asked while the server is at work."""
    log: Log = []
    long = LoggedAsks(log, "long", waits=(False,))
    with engine_of(Logged(log, "a"), Logged(log, "b"), long, clock=HandClock()) as engine:
        engine.run(deadline=20)
    assert _done(log) == ["long?", "a", "b", "long!"]


def test_a_server_on_this_machine_is_waited_for_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Among few; where there are many to ask, all are asked at the same time, wherever they are."""
    for many, expected in [(3, ["a?", "a!", "b?", "b!"]), (1, ["a?", "b?", "a!", "b!"])]:
        monkeypatch.setattr(runs, "MANY", many)
        log: Log = []
        checks = [LoggedAsks(log, name, is_near=True) for name in ("a", "b")]
        with engine_of(*checks, Logged([], "other"), clock=HandClock()) as engine:
            engine.run(deadline=20)
        assert _done(log) == expected


def test_a_long_answer_is_not_waited_for_at_once() -> None:
    """However near the server is."""
    log: Log = []
    long = LoggedAsks(log, "long", waits=(False,), is_near=True)
    with engine_of(Logged(log, "other"), long, clock=HandClock()) as engine:
        engine.run(deadline=20)
    assert _done(log) == ["long?", "other", "long!"]


def test_the_slower_server_gets_more_time() -> None:
    """It is asked before the others; what was very slow is asked when the quick ones are done."""
    log: Log = []
    checks = [
        Logged(log, "other"),
        *(LoggedAsks(log, name, waits=(False,)) for name in ("a", "b", "c")),
    ]
    with engine_of(*checks, clock=HandClock()) as engine:
        engine.run(deadline=20)
        for slot, seconds in zip(engine._slots, (0.001, 0.002, 0.003, 5.0), strict=True):
            assert slot.last
            object.__setattr__(slot.last, "duration", seconds)
            slot.stretch = seconds
        log.clear()
        engine.run(deadline=20)
    assert [what for what in _done(log) if not what.endswith("!")] == ["b?", "a?", "other", "c?"]


def test_a_long_answer_does_not_wait_for_all_others() -> None:
    """One looks in between once it has waited for a while."""
    log: Log = []
    clock = HandClock()

    def take_long() -> Outcome:
        clock.now += 2 * pauses.SOON
        return Outcome()

    others = [Logged(log, name, answer=take_long) for name in ("a", "b")]
    with engine_of(*others, LoggedAsks(log, "long", waits=(False,)), clock=clock) as engine:
        engine.run(deadline=20)
    assert _done(log) == ["long?", "a", "long!", "b"]


def test_a_run_whose_time_is_over_in_its_pause() -> None:
    """It is told to end, goes on to its end, and is started again then."""
    silent = _silent(timeout=0.05)
    with engine_of(silent) as engine:
        assert _outcomes(engine.run(deadline=20)) == [Reason.TIMEOUT]
        eventually(lambda: engine.stuck == 0)
        assert (silent.runs, silent.cancelled, silent.closed) == (1, 1, 0)
        silent.waits = ()
        assert _outcomes(engine.run(deadline=20)) == [Status.OK]
        assert silent.runs == 2


def test_the_end_comes_in_a_pause() -> None:
    """The run is told to end, goes on to its end, and the check is closed after that alone."""
    silent = _silent()
    with engine_of(silent) as engine:
        started = engine.start()
        eventually(lambda: bool(engine._walkers._runs.pauses))
        engine.close()
        started.done.result(20)
        eventually(lambda: silent.closed == 1)
    assert silent.cancelled == 1
    assert len(silent.seen) == 1


@pytest.mark.parametrize("answer", [_fail, lambda: {"status": "no such"}])
def test_what_comes_after_a_pause_is_held_to_the_same(answer: Callable[[], Any]) -> None:
    """Errors and nonsense become outcomes, as without a pause."""
    with engine_of(Asks("one", answer=answer), Sample("two", answer=answer)) as engine:
        one, two = engine.run(deadline=20).results
    assert one.outcome.reason is two.outcome.reason is not None
    assert one.status is two.status is Status.ERROR


def test_more_that_pause_than_may_at_a_time() -> None:
    """The others are begun as soon as one of them is done."""
    checks = [Asks(f"{number}", waits=(True, False)) for number in range(3 * MOST)]
    with engine_of(*checks) as engine:
        for _ in range(20):
            assert set(_outcomes(engine.run(deadline=20))) == {Status.OK}
        assert engine.threads <= 2
    assert all(check.runs == 20 for check in checks)


@pytest.mark.parametrize("borrows", [False, True])
def test_who_goes_on_asking_starves_nobody(
    monkeypatch: pytest.MonkeyPatch, *, borrows: bool
) -> None:
    """Its server answers soon each time; what would hold it up has its turn all the same."""
    monkeypatch.setattr(walkers, "PATIENCE", 3600.0)  # or who watches would send somebody
    clock, begun = HandClock(), list[float]()

    def note() -> Outcome:
        begun.append(clock())
        return Outcome()

    other = Sample("other", answer=note)
    other.borrows = borrows  # type: ignore[misc]  # a class of its own would say the same
    asked = clock()
    with engine_of(_Lasting(clock, other), other, clock=clock) as engine:
        assert set(_outcomes(engine.run(deadline=20))) == {Status.OK}
        assert engine.threads == 1
    assert HELD <= begun[0] - asked < HELD + SOON
