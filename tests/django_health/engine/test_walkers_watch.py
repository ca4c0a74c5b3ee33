"""Who watches over the threads is left to sleep where nothing depends on it."""

from __future__ import annotations

import pytest

from sample_checks import HandClock, Hangs, Sample, engine_of, eventually


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
