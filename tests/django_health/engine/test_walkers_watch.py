"""Who watches over the threads is left to sleep where nothing depends on it."""

from __future__ import annotations

import threading
import time
from collections.abc import Mapping

import pytest

from django_health.engine import walkers as module
from django_health.result import Outcome
from django_health.steps import Steps
from sample_checks import Asks, HandClock, Hangs, Sample, engine_of, eventually

NEVER = 3600.0


class _Opening(Asks):
    """Is not answered by itself, and keeps its thread until its connection is open."""

    def __init__(self, name: str, *, is_dripping: bool = False) -> None:
        super().__init__(name, timeout=NEVER)
        self.answers.clear()
        self.open = threading.Event()
        self.is_dripping = is_dripping

    def run_in_steps(self) -> Steps[Outcome | Mapping[str, object]]:
        """Connect, and then ask."""
        self.open.wait()
        return (yield from super().run_in_steps())

    def read(self) -> None:
        """Read one piece, or the two of an answer that comes in pieces."""
        super().read()
        if self.is_dripping:
            super().read()


def test_who_watches_is_woken_only_where_it_would_look_too_late(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Under load it looks often enough by itself; each waking would cost the walk some time."""
    clock, woken = HandClock(), []
    hung = Hangs()
    with engine_of(hung, Sample("one"), Sample("two"), clock=clock) as engine:
        walkers = engine._walkers
        watch = walkers._watch
        notify = watch.notify

        def counted(number: int = 1) -> None:
            woken.append(clock())
            notify(number)

        monkeypatch.setattr(watch, "notify", counted)
        engine.start([hung.name])
        eventually(lambda: walkers._looks_at == clock() + hung.timeout)
        before = len(woken)
        engine.start(["one"])  # help may be needed sooner than a timeout has to be looked for
        assert len(woken) == before + 1
        eventually(lambda: walkers._looks_at < clock() + 1)
        engine.start(["two"])
        assert len(woken) == before + 1


def test_who_watches_hears_of_the_first_that_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    """Until then it sleeps until something is overdue; of the next ones it need not hear."""
    clock, woken = HandClock(), []
    opening, quick = _Opening("opening"), Asks("quick", waits=(True,) * 5)
    with engine_of(opening, quick, clock=clock) as engine:
        walkers = engine._walkers
        engine.start(["opening"])
        eventually(lambda: walkers._looks_at == clock() + opening.timeout)
        opening.open.set()
        eventually(lambda: walkers._looks_at == clock() + module.PATIENCE)
        monkeypatch.setattr(walkers._watch, "notify", lambda: woken.append(clock()))
        engine.run(["quick"], deadline=20)
        assert (len(quick.seen), woken) == (5, [])
        monkeypatch.undo()


def test_who_watches_sees_that_nobody_looks() -> None:
    """An answer stops in the middle for who has looked alone, and the other thread sleeps."""
    dripping, other = _Opening("dripping", is_dripping=True), _Opening("other")
    with engine_of(dripping, other) as engine:
        walkers = engine._walkers
        engine.start()
        eventually(lambda: len(walkers.running()) == 2)
        eventually(lambda: walkers._looks_at > time.monotonic() + NEVER / 2)
        for check in (dripping, other):
            check.open.set()
        eventually(lambda: walkers.idle == 1)
        dripping.hear()
        eventually(lambda: dripping.seen != [])
        other.hear()
        eventually(lambda: other.seen != [])
        dripping.hear()
