"""Silent and slow servers hold up nobody, and somebody always looks at those that wait."""

from __future__ import annotations

import threading
import time
from collections.abc import Mapping
from typing import Any

import pytest

from django_health.engine import pauses, runs, walkers
from django_health.engine.flight import Flight
from django_health.engine.pauses import MOST, SOON
from django_health.result import Outcome, Reason, Report, Status
from django_health.steps import Awaited, Steps
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
    """Gets no answer, and does no more than take it down when it is cancelled."""

    def __init__(self, name: str = "deaf", **more: Any) -> None:
        super().__init__(name, **more)
        self.answers.clear()

    def cancel(self) -> None:
        self.cancelled += 1

    def read(self) -> None:
        """Look first whether it was told to end."""
        if not self.cancelled:
            super().read()


class _Chatty(_Deaf):
    """Asks on and on, and is answered at once, until it is cancelled."""

    def run_in_steps(self) -> Steps[Outcome | Mapping[str, object]]:
        while not self.cancelled:
            self.hear()
            yield Awaited(self._own.fileno())
            self._own.recv(1)
        return Outcome()


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
    monkeypatch.setattr(runs, "SLOW", 0.0)
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
    deaf = _Deaf(timeout=0.05)
    with engine_of(deaf) as engine:
        assert _outcomes(engine.run(deadline=20)) == [Reason.TIMEOUT]
        eventually(lambda: engine.stuck == 0)
    assert deaf.seen == [None]


def test_a_run_that_is_told_to_end_notices_whoever_is_answered() -> None:
    """Though others' answers never cease to come."""
    deaf, chatty = _Deaf(timeout=0.05), _Chatty("chatty", timeout=3600.0)
    with engine_of(deaf, chatty) as engine:
        engine.start(["chatty"])
        assert _outcomes(engine.run(["deaf"], deadline=20)) == [Reason.TIMEOUT]
        eventually(lambda: engine.stuck == 0)
        assert chatty.cancelled == 0
    assert deaf.seen == [None]


def test_who_is_free_goes_on_with_what_is_told_to_end(monkeypatch: pytest.MonkeyPatch) -> None:
    """Be somebody else looking, who would see it but when nothing has come for a while."""
    taken, gate, looks = pauses.Look.take, threading.Event(), list[pauses.Look]()

    def take(look: pauses.Look) -> None:
        looks.append(look)
        if look is looks[0]:
            gate.wait(20)
        else:
            taken(look)

    monkeypatch.setattr(pauses.Look, "take", take)
    deaf = _Deaf(timeout=3600.0)
    with engine_of(deaf, Sample("plain")) as engine:
        ours = engine._walkers
        engine.start(["deaf"])
        eventually(lambda: len(looks) == 1)
        engine.run(["plain"], deadline=20)
        eventually(lambda: ours.idle == 1)
        ours._patience = 3600.0  # or who watches would send somebody
        (flight,) = ours.running()
        deaf.cancel()
        ours.told_to_end(flight)
        eventually(lambda: deaf.seen == [None])
        gate.set()


def test_a_run_that_only_takes_it_down_notices_the_end_of_the_engine(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """It does not wait for its time to be over, or for an answer, once its check was told."""
    deaf, told = _Deaf(timeout=3600.0), list[int]()
    tell = walkers.Walkers.told_to_end

    def note(ours: walkers.Walkers, flight: Flight) -> None:
        told.append(deaf.cancelled)
        tell(ours, flight)

    monkeypatch.setattr(walkers.Walkers, "told_to_end", note)
    with engine_of(deaf) as engine:
        engine.start()
        eventually(lambda: bool(engine._walkers._runs.pauses))
        engine.close()
        eventually(lambda: deaf.closed == 1)
    assert (deaf.seen, told) == ([None], [1])


def test_what_kept_its_thread_the_last_time_is_begun_when_another_one_looks(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """So that the time told of an answer that comes soon is the server's, and no other's."""
    monkeypatch.setattr(walkers, "PATIENCE", 3600.0)  # or who watches would send somebody
    silent, hung = _silent(), Hangs()
    with engine_of(silent, hung) as engine:
        (slot,) = engine._slots.chosen(["hung"], None)
        slot.stretch = SOON
        engine.start()
        assert hung.entered.wait(20)
        eventually(lambda: not engine._walkers._runs.pauses.need_a_look)
        silent.hear()
        eventually(lambda: silent.seen != [])
        assert silent.seen[0] is not None
        assert silent.seen[0] <= time.perf_counter()
        assert not hung.gate.is_set()


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
