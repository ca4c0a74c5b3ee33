"""Who waits for a long answer lets others be asked, and holds up nobody, nor is held up."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

import pytest

from django_health.check import Steps
from django_health.engine import walkers
from django_health.engine.pauses import MOST
from django_health.result import Outcome, Reason, Report, Status
from sample_checks import HandClock, Hangs, Sample, engine_of, eventually

Log = list[tuple[str, int]]
"""What was done, and on which thread."""


class _Logged(Sample):
    """Notes its runs."""

    def __init__(self, log: Log, name: str, **more: Any) -> None:
        super().__init__(name, **more)
        self.log = log

    def check(self) -> Any:
        self.note("")
        return super().check()

    def note(self, what: str) -> None:
        self.log.append((f"{self.name}{what}", threading.get_ident()))


class _Borrowing(_Logged):
    borrows = True


class _Pausing(_Logged):
    """Makes a pause."""

    def run_in_steps(self) -> Steps:
        self.runs += 1
        self.note(" begins")
        yield
        self.note(" ends")
        return self.answer()


def _fail() -> Outcome:
    raise ValueError


def _outcomes(report: Report) -> list[Reason | Status]:
    return [result.outcome.reason or result.status for result in report.results]


def test_others_are_asked_in_a_pause() -> None:
    """On the same thread; who borrows a connection comes when no pause is left."""
    log: Log = []
    checks = [
        _Borrowing(log, "borrower"),
        _Logged(log, "other"),
        _Pausing(log, "one"),
        _Pausing(log, "two"),
    ]
    with engine_of(*checks, clock=HandClock()) as engine:
        report = engine.run(deadline=20)
    assert _outcomes(report) == [Status.OK] * 4
    assert [what for what, _ in log] == [
        *("one begins", "two begins", "other", "one ends", "two ends"),
        "borrower",
    ]
    assert len({thread for _, thread in log}) == 1


def test_the_slower_server_gets_more_time() -> None:
    """It is asked before the others; what was very slow is asked when the quick ones are done."""
    log: Log = []
    checks = [_Logged(log, "other"), *(_Pausing(log, name) for name in ("a", "b", "c"))]
    with engine_of(*checks, clock=HandClock()) as engine:
        engine.run(deadline=20)
        for slot, seconds in zip(engine._slots, (0.001, 0.002, 0.003, 5.0), strict=True):
            assert slot.last
            object.__setattr__(slot.last, "duration", seconds)
        log.clear()
        engine.run(deadline=20)
    assert [what for what, _ in log if not what.endswith("ends")] == [
        *("b begins", "a begins", "other", "c begins"),
    ]


def test_who_hangs_meanwhile_holds_up_no_pause() -> None:
    """Another thread goes on with the run."""
    hung, pausing = Hangs(), _Pausing([], "pausing")
    with engine_of(pausing, hung) as engine:
        report = engine.run(deadline=1.0)
        assert _outcomes(report) == [Status.OK, Reason.TIMEOUT]
        hung.gate.set()


def test_a_run_whose_time_is_over_in_its_pause(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is told to end like any other, ends when a thread is free, and is started again then."""
    monkeypatch.setattr(walkers, "SLOW", 3600.0)
    hung, pausing = Hangs(), _Pausing([], "pausing", timeout=0.05)
    with engine_of(pausing, hung, limit=1) as engine:
        assert _outcomes(engine.run(deadline=0.5)) == [Reason.TIMEOUT, Reason.TIMEOUT]
        assert (pausing.runs, pausing.cancelled, engine.stuck) == (1, 1, 1)
        hung.gate.set()
        eventually(lambda: engine.stuck == 0)
        assert _outcomes(engine.run(deadline=20)) == [Status.OK, Status.OK]


def test_the_end_comes_in_a_pause(monkeypatch: pytest.MonkeyPatch) -> None:
    """The run is told to end, goes on to its end, and the check is closed after that alone."""
    monkeypatch.setattr(walkers, "SLOW", 3600.0)
    log: Log = []
    hung, pausing = Hangs(), _Pausing(log, "pausing")
    with engine_of(pausing, hung, limit=1) as engine:
        started = engine.start()
        assert hung.entered.wait(20)
        engine.close()
        assert (pausing.cancelled, pausing.closed) == (1, 0)
        hung.gate.set()
        started.done.result(20)
        eventually(lambda: pausing.closed == 1)
    assert [what for what, _ in log] == ["pausing begins", "pausing ends"]


@pytest.mark.parametrize("answer", [_fail, lambda: {"status": "no such"}])
def test_what_comes_after_a_pause_is_held_to_the_same(answer: Callable[[], Any]) -> None:
    """Errors and nonsense become outcomes, as without a pause."""
    with engine_of(_Pausing([], "one", answer=answer), Sample("two", answer=answer)) as engine:
        one, two = engine.run(deadline=20).results
    assert one.outcome.reason is two.outcome.reason is not None
    assert one.status is two.status is Status.ERROR


def test_more_that_pause_than_may_at_a_time() -> None:
    """The others are waited for as if there were no pauses."""
    log: Log = []
    checks = [_Pausing(log, f"{number}") for number in range(3 * MOST)]
    with engine_of(*checks) as engine:
        for _ in range(20):
            assert set(_outcomes(engine.run(deadline=20))) == {Status.OK}
    assert all(check.runs == 20 for check in checks)


def test_what_was_silent_makes_no_pause() -> None:
    """Its answer may not come, and nobody else is to wait for it."""
    log: Log = []
    pausing, other = _Pausing(log, "pausing", timeout=0.05), _Logged(log, "other")
    with engine_of(pausing, other) as engine:
        engine.run(deadline=20)
        for slot in engine._slots:
            if slot.check is pausing:
                slot.last = slot.timed_out("no answer", 1.0, 0.0)
        log.clear()
        assert _outcomes(engine.run(deadline=20)) == [Status.OK, Status.OK]
    own = dict(log)["pausing begins"]
    mine = [what for what, thread in log if thread == own]
    assert mine[mine.index("pausing begins") + 1] == "pausing ends"
