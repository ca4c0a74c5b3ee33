"""Silent and slow servers hold up nobody, and somebody always looks at those that wait."""

from __future__ import annotations

import threading
from typing import Any

import pytest

from django_health.engine import pauses, walkers
from django_health.engine.pauses import MOST
from django_health.result import Reason, Report, Status
from sample_checks import (
    Asks,
    Hangs,
    Log,
    Logged,
    LoggedAsks,
    Sample,
    engine_of,
    eventually,
)


class _Dripping(Asks):
    """Is answered in pieces: the second one does not come."""

    def read(self) -> None:
        super().read()
        super().read()


class _Deaf(Asks):
    """Ends nothing when it is cancelled, and does not read."""

    def cancel(self) -> None:
        self.cancelled += 1

    def read(self) -> None:
        """It looks first whether it was told to end."""


def _silent(name: str = "silent", **more: Any) -> Asks:
    """A check that gets no answer until it is cancelled."""
    made = Asks(name, **more)
    made.answers.clear()
    return made


def _outcomes(report: Report) -> list[Reason | Status]:
    return [result.outcome.reason or result.status for result in report.results]


def test_silent_servers_hold_up_nobody() -> None:
    """However many they are, though one thread alone may be at work."""
    silent = [_silent(f"{number}", timeout=0.3) for number in range(3 * MOST)]
    well = (Asks("steps", waits=(True, False, True)), Sample("plain"))
    with engine_of(*silent, *well, limit=1) as engine:
        *late, steps, plain = _outcomes(engine.run(deadline=20))
        assert (steps, plain) == (Status.OK, Status.OK)
        assert set(late) == {Reason.TIMEOUT}
        eventually(lambda: engine.stuck == 0)
        assert all(check.cancelled == 1 for check in silent)


def test_who_is_waited_for_needs_no_help(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nor more threads than the one that looks and one that is free for the next request."""
    silent, called = _silent(), list[int]()
    with engine_of(silent, Sample("plain")) as engine:
        waiting = engine.start(["silent"])
        eventually(lambda: silent.runs == 1)
        monkeypatch.setattr(engine._walkers, "_call", called.append)
        threading.Event().wait(5 * walkers.PATIENCE)
        assert called == []
        monkeypatch.undo()
        engine.run(["plain"], deadline=20)
        eventually(lambda: engine._walkers.idle == 1)
        monkeypatch.setattr(engine._walkers, "_call", called.append)
        for _ in range(5):
            engine.run(["plain"], deadline=20)
            threading.Event().wait(2 * walkers.PATIENCE)
        assert (engine.threads, called) == (2, [])
        silent.hear()
        waiting.done.result(20)
        assert _outcomes(engine.report(waiting)) == [Status.OK]


def test_who_hangs_meanwhile_holds_up_no_pause() -> None:
    """Another thread goes on with the run."""
    hung, pausing = Hangs(), Asks("pausing", waits=(True, False, True))
    with engine_of(pausing, hung) as engine:
        report = engine.run(deadline=1.0)
        assert _outcomes(report) == [Status.OK, Reason.TIMEOUT]
        hung.gate.set()


def test_an_answer_that_stops_in_the_middle_holds_up_no_pause() -> None:
    """Its thread is stuck, and others look at the rest."""
    dripping, well = _Dripping("dripping", timeout=0.5), Asks("well", waits=(True,) * 5)
    with engine_of(dripping, well) as engine:
        assert _outcomes(engine.run(deadline=20)) == [Reason.TIMEOUT, Status.OK]
        dripping.waits = ()
        eventually(lambda: engine.stuck == 0)


def test_who_is_free_looks_where_nobody_does() -> None:
    """Although there can be no more threads."""
    dripping, silent = _Dripping("dripping", timeout=1.0), _silent()
    dripping.answers.clear()
    with engine_of(dripping, silent, Sample("plain")) as engine:
        engine._walkers.most = 2
        waiting = engine.start(["dripping", "silent"])
        eventually(lambda: len(engine._walkers.running()) == 2)
        engine.run(["plain"], deadline=20)
        eventually(lambda: engine._walkers.idle == 1)
        dripping.hear()
        eventually(lambda: dripping.seen != [])
        silent.hear()
        eventually(lambda: silent.seen != [])
        assert not waiting.done.done()
        waiting.done.result(20)
    assert _outcomes(engine.report(waiting)) == [Reason.TIMEOUT, Status.OK]


def test_help_for_others_takes_no_turn_from_who_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    """It waits on among the others, however long, and blocks no thread."""
    monkeypatch.setattr(walkers, "SLOW", 0.0)
    hung, silent = Hangs(), _silent(waits=(True, True))
    with engine_of(silent, hung, Sample("plain")) as engine:
        waiting = engine.start()
        eventually(lambda: any(flight.surplus for flight in engine._walkers.running()))
        silent.hear()
        eventually(lambda: len(silent.seen) == 1)
        (awaited,) = (each for each in engine._walkers.running() if each.slot.check is silent)
        eventually(lambda: awaited.pauses)
        silent.hear()
        hung.gate.set()
        waiting.done.result(20)
    assert _outcomes(engine.report(waiting)) == [Status.OK] * 3


def test_who_was_silent_waits_for_a_look_that_is_needed(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where it has no thread of its own; nobody else would look."""
    monkeypatch.setattr(walkers, "PATIENCE", 3600.0)
    monkeypatch.setattr(walkers.Walkers, "_send_out", lambda _: False)
    hung, asking = Hangs(), Asks("asking", waits=(False,))
    with engine_of(hung, asking) as engine:
        (slot,) = engine._slots.chosen(["hung"], None)
        slot.last = slot.timed_out("no answer", 1.0, 0.0)
        waiting = engine.start()
        assert hung.entered.wait(20)
        assert len(asking.seen) == 1
        hung.gate.set()
        waiting.done.result(20)


def test_a_run_that_is_told_to_end_notices_though_nothing_comes() -> None:
    """As one that looks at a deadline of its own."""
    deaf = _Deaf("deaf", timeout=0.05)
    deaf.answers.clear()
    with engine_of(deaf) as engine:
        assert _outcomes(engine.run(deadline=20)) == [Reason.TIMEOUT]
        eventually(lambda: engine.stuck == 0)
    assert deaf.seen == [None]


def test_what_was_silent_makes_no_pause() -> None:
    """Its answer may not come, and nobody else is to wait for it."""
    log: Log = []
    pausing, other = LoggedAsks(log, "pausing"), Logged(log, "other")
    with engine_of(pausing, other) as engine:
        engine.run(deadline=20)
        for slot in engine._slots:
            if slot.check is pausing:
                slot.last = slot.timed_out("no answer", 1.0, 0.0)
        log.clear()
        assert _outcomes(engine.run(deadline=20)) == [Status.OK, Status.OK]
    own = dict(log)["pausing?"]
    mine = [what for what, thread in log if thread == own]
    assert mine[mine.index("pausing?") + 1] == "pausing!"


def test_a_look_that_fails_leaves_the_others_to_look(monkeypatch: pytest.MonkeyPatch) -> None:
    """As where memory is short for a moment; no run is forgotten."""
    taken, broken = pauses.Look.take, threading.Event()

    def fail(look: pauses.Look) -> None:
        if not broken.is_set():
            broken.set()
            raise MemoryError
        taken(look)

    monkeypatch.setattr(pauses.Look, "take", fail)
    monkeypatch.setattr(threading, "excepthook", lambda _: None)
    with engine_of(Asks("one"), Asks("two")) as engine:
        assert _outcomes(engine.run(deadline=20)) == [Status.OK, Status.OK]
    assert broken.is_set()
