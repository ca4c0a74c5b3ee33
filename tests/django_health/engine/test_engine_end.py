"""An engine that is replaced or ends gives back what it keeps, and hangs nowhere."""

from __future__ import annotations

import threading
import time

from django_health.result import Reason, Status
from sample_checks import Hangs, Loyal, Sample, engine_of, eventually

DEADLINE = 20.0
SOON = 0.05
MARGIN = 10.0


def test_retiring_closes_what_is_idle_and_ends_the_threads() -> None:
    """Nothing runs, so nothing is waited for."""
    before, check = set(threading.enumerate()), Sample()
    with engine_of(check) as engine:
        engine.run(deadline=DEADLINE)
        engine.retire()
        assert (check.cancelled, check.closed) == (0, 1)
        eventually(lambda: set(threading.enumerate()) <= before)


def test_retiring_leaves_requests_in_flight_alone() -> None:
    """They get their answers, also what still waits in the queue; then the check is closed."""
    hung, behind = Hangs(), Sample("behind")
    with engine_of(hung, behind) as engine:
        asked = engine.start()
        assert hung.entered.wait(DEADLINE)
        engine.retire()
        assert (hung.cancelled, hung.closed) == (0, 0)
        hung.gate.set()
        asked.done.result(DEADLINE)
        assert engine.report(asked).status is Status.OK
        eventually(lambda: (hung.closed, behind.closed) == (1, 1))
        eventually(lambda: engine.threads == 0)


def test_retired_engine_still_notices_an_overrun() -> None:
    """Who waits for a run that hangs hears of it, and the check is closed when it ends."""
    loyal = Loyal(timeout=SOON)
    with engine_of(loyal) as engine:
        asked = engine.start()
        assert loyal.entered.wait(DEADLINE)
        engine.retire()
        asked.done.result(DEADLINE)
        assert engine.report(asked).results[0].outcome.reason is Reason.TIMEOUT
        eventually(lambda: loyal.closed == 1)


def test_request_that_comes_late_is_answered_and_leaves_nothing_open() -> None:
    """It had the engine in its hands when that was retired."""
    check = Sample()
    with engine_of(check) as engine:
        engine.retire()
        assert engine.run(deadline=DEADLINE).status is Status.OK
        eventually(lambda: check.closed == 2)


def test_spared_checks_are_not_closed() -> None:
    """Another engine has them."""
    spared, idle, hung = Sample("spared"), Sample("idle"), Hangs("hung")
    with engine_of(spared, idle, hung) as engine:
        engine.start(["hung"])
        assert hung.entered.wait(DEADLINE)
        engine.retire(spare=[spared, hung])
        hung.gate.set()
        eventually(lambda: engine.threads == 0)
        assert (spared.closed, idle.closed, hung.closed) == (0, 1, 0)


def test_run_that_ends_after_the_close_is_closed() -> None:
    """Its connection would stay open else."""
    running = Hangs()
    with engine_of(running) as engine:
        engine.start()
        assert running.entered.wait(DEADLINE)
        engine.close()
        assert running.closed == 0
        running.gate.set()
        eventually(lambda: running.closed == 1)


def test_closing_within_a_time_closes() -> None:
    """A thread that is there does it."""
    check = Sample()
    with engine_of(check) as engine:
        engine.run(deadline=DEADLINE)
        eventually(lambda: engine._walkers.idle == 1)
        engine.close_within(DEADLINE)
        assert check.closed == 1
        eventually(lambda: engine.threads == 0)


def test_closing_within_a_time_does_not_hang() -> None:
    """A check that hangs in its ``close()`` keeps no interpreter from ending."""
    gate = threading.Event()

    class HangsInClose(Sample):
        def close(self) -> None:
            gate.wait()

    with engine_of(HangsInClose()) as engine:
        engine.run(deadline=DEADLINE)
        eventually(lambda: engine._walkers.idle == 1)
        began = time.monotonic()
        engine.close_within(SOON)
        assert time.monotonic() - began < MARGIN
        gate.set()


def test_closing_within_a_time_leaves_what_is_stuck() -> None:
    """Where no thread is free there is none to wait for; nor where none was ever started."""
    hung = Hangs()
    with engine_of(hung) as engine, engine_of(Sample()) as unused:
        engine.start()
        assert hung.entered.wait(DEADLINE)
        began = time.monotonic()
        engine.close_within(60.0)
        unused.close_within(60.0)
        assert time.monotonic() - began < MARGIN


def test_cancelling_that_hangs_does_not_end_the_watch() -> None:
    """Others that overrun are told in time."""
    gate = threading.Event()

    class HangsInCancel(Hangs):
        def cancel(self) -> None:
            gate.wait()

    bad, other = HangsInCancel("bad", timeout=SOON), Hangs("other", timeout=2 * SOON)
    with engine_of(bad, other) as engine:
        for name in ("bad", "other"):
            (result,) = engine.run([name], deadline=DEADLINE).results
            assert "this request" not in result.outcome.message
            assert result.outcome.reason is Reason.TIMEOUT
        gate.set()
