"""The engine answers in time, whatever checks do."""

from __future__ import annotations

import logging
import math
import threading
import time

import pytest

from django_health.result import CheckResult, Reason, Status
from sample_checks import HandClock, Hangs, Loyal, Sample, engine_of, eventually

DEADLINE = 20.0
SOON = 0.05
MARGIN = 10.0


def _is_timeout(result: CheckResult) -> bool:
    return result.status is Status.ERROR and result.outcome.reason is Reason.TIMEOUT


def test_run_that_overran_is_a_timeout() -> None:
    """It is reported when its own time is over, long before the request's."""
    began = time.monotonic()
    with engine_of(Hangs(timeout=SOON), Sample("healthy")) as engine:
        hung, healthy = engine.run(deadline=DEADLINE).results
        assert time.monotonic() - began < MARGIN
        assert _is_timeout(hung)
        assert hung.outcome.message == "no answer within 0.05 s"
        assert healthy.status is Status.OK


def test_stuck_run_is_not_started_again() -> None:
    """Requests hear at once that the run has not ended; when it has, it is run anew."""
    check = Hangs(timeout=SOON)
    with engine_of(check) as engine:
        engine.run(deadline=DEADLINE)
        assert engine.stuck == 1
        for _ in range(3):
            asked = engine.start()
            assert asked.done.done()
            (result,) = engine.report(asked).results
            assert _is_timeout(result)
            assert "has not ended, no other is started" in result.outcome.message
        assert check.runs == 1
        check.gate.set()
        eventually(lambda: engine.stuck == 0)
        assert engine.run(deadline=DEADLINE).status is Status.OK
        assert check.runs == 2


def test_stuck_result_tells_how_long_it_is_stuck() -> None:
    """The duration is that of the run, and an earlier success is still known."""
    check = Hangs(timeout=SOON)
    wall = HandClock(77.0)
    with engine_of(check, wall_clock=wall) as engine:
        check.gate.set()
        engine.run(deadline=DEADLINE)
        check.gate.clear()
        engine.run(deadline=DEADLINE)
        (result,) = engine.run(deadline=DEADLINE).results
        assert result.duration >= SOON
        assert result.last_success == 77.0


def test_late_answer_is_not_taken() -> None:
    """A run that was given up cannot make a success of it afterwards."""
    check = Hangs(timeout=SOON)
    with engine_of(check) as engine:
        engine.run(deadline=DEADLINE)
        check.gate.set()
        eventually(lambda: engine.stuck == 0)
        (result,) = engine.run(deadline=DEADLINE, max_age=3600).results
        assert _is_timeout(result)
        assert (check.runs, result.last_success) == (1, None)


def test_overrun_is_cancelled_once_and_nothing_else_is() -> None:
    """A check that obeys is free for the next request; healthy ones are left alone."""
    loyal, deaf, healthy = Loyal("a", timeout=SOON), Hangs("b", timeout=SOON), Sample("c")
    with engine_of(loyal, deaf, healthy) as engine:
        engine.run(deadline=DEADLINE)
        eventually(lambda: engine.stuck == 1)
        for _ in range(3):
            assert _is_timeout(engine.run(["b"], deadline=DEADLINE).results[0])
        assert engine.run(["a"], deadline=DEADLINE).status is Status.OK
        eventually(lambda: deaf.cancelled > 0)
        assert [check.cancelled for check in (loyal, deaf, healthy)] == [1, 1, 0]


def test_cancelling_never_meets_the_next_run() -> None:
    """While a check is being told to end, the run that ended of it is not followed by another."""
    told, go_on = threading.Event(), threading.Event()

    class SlowToTell(Loyal):
        def cancel(self) -> None:
            super().cancel()
            told.set()
            go_on.wait(DEADLINE)

    check = SlowToTell(timeout=SOON)
    with engine_of(check) as engine:
        engine.run(deadline=DEADLINE)
        assert told.wait(DEADLINE)
        (slot,) = engine._slots
        eventually(lambda: slot.flight is None or slot.flight.ended)
        assert _is_timeout(engine.run(deadline=DEADLINE).results[0])
        assert check.runs == 1
        go_on.set()
        eventually(lambda: engine.stuck == 0)
        assert engine.run(deadline=DEADLINE).status is Status.OK
        assert (check.runs, check.cancelled) == (2, 1)


def test_overrun_that_is_noticed_too_late_cancels_nothing() -> None:
    """A run that ended in its last moment keeps its answer, and the next run is left alone."""
    check = Hangs()
    with engine_of(check) as engine:
        asked = engine.start()
        flight = next(iter(engine._slots)).flight
        assert flight is not None
        check.gate.set()
        asked.done.result(DEADLINE)
        check.gate.clear()
        following = engine.start()
        engine._overrun(flight)
        assert engine.report(asked).status is Status.OK
        assert check.cancelled == 0
        assert next(iter(engine._slots)).flight is not None
        check.gate.set()
        following.done.result(DEADLINE)
        assert (engine.report(following).status, check.runs) == (Status.OK, 2)


def test_short_deadline_gives_what_there_is() -> None:
    """A request of little time is answered in it; the run goes on and is shared with the next."""
    hung, healthy = Hangs(), Sample("healthy")
    with engine_of(healthy, hung) as engine:
        began = time.monotonic()
        report = engine.run(deadline=0.2)
        assert time.monotonic() - began < MARGIN
        assert report.results[0].status is Status.OK
        assert _is_timeout(report.results[1])
        assert "of this request" in report.results[1].outcome.message
        assert engine.stuck == 0
        second = engine.start(["hung"])
        hung.gate.set()
        second.done.result(DEADLINE)
        assert engine.report(second).status is Status.OK
        assert (hung.runs, hung.cancelled) == (1, 0)


def test_deadline_that_is_over_is_answered_at_once() -> None:
    """A scraper may leave no time at all."""
    with engine_of(Hangs()) as engine:
        assert _is_timeout(engine.run(deadline=-1.0).results[0])


def test_hundred_hung_checks_do_not_delay_ten_healthy_ones() -> None:
    """Healthy targets behind hung ones answer well within a scrape, and the threads go back."""
    hung = [Hangs(target=str(number)) for number in range(100)]
    healthy = [Sample("healthy", str(number)) for number in range(10)]
    with engine_of(*hung, *healthy) as engine:
        began = time.monotonic()
        asked = engine.start(["hung"])
        report = engine.run(["healthy"], deadline=MARGIN)
        assert report.status is Status.OK
        assert time.monotonic() - began < MARGIN
        eventually(lambda: all(check.runs for check in hung))
        assert len(hung) <= engine.threads <= len(hung) + len(healthy)
        for check in hung:
            check.gate.set()
        asked.done.result(DEADLINE)
        assert engine.report(asked).status is Status.OK
        eventually(lambda: engine.threads <= 1)


def test_flood_of_requests_does_not_keep_the_healthy_waiting() -> None:
    """Requests that come faster than help is called for do not put it off."""
    hung, healthy = Hangs(), Sample("healthy")
    with engine_of(hung, healthy) as engine:

        def healthy_ran() -> bool:
            engine.start()
            return healthy.runs > 0

        eventually(healthy_ran)
        assert hung.cancelled == 0


def test_slow_listener_does_not_stop_the_watch() -> None:
    """A run that landed, and whose thread is still busy telling so, is no reason to wait for it."""
    busy, go_on = threading.Event(), threading.Event()

    def listen(_: object) -> None:
        busy.set()
        go_on.wait(DEADLINE)

    first, hung = Hangs("first"), Hangs("hung", timeout=SOON)
    with engine_of(first, Sample("second"), hung) as engine:
        asked = engine.start(["first"])
        asked.done.add_done_callback(listen)
        first.gate.set()
        assert busy.wait(DEADLINE)
        for _ in range(3):
            assert engine.run(["second"], deadline=DEADLINE).status is Status.OK
        assert "0.05 s" in engine.run(["hung"], deadline=DEADLINE).results[0].outcome.message
        go_on.set()


def test_check_without_a_timeout_does_not_stop_the_watch() -> None:
    """A run that may take for ever is bounded by the request alone, others by their own time."""
    endless, hung = Hangs("endless", timeout=math.inf), Hangs("hung", timeout=SOON)
    with engine_of(endless, hung) as engine:
        assert _is_timeout(engine.run(["endless"], deadline=SOON).results[0])
        assert "0.05 s" in engine.run(["hung"], deadline=DEADLINE).results[0].outcome.message
        assert endless.cancelled == 0


def test_machine_without_threads_is_a_timeout(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of each check; the next request for which there is a thread runs them all, once."""

    def fail(_: threading.Thread) -> None:
        raise RuntimeError("can't start new thread")

    checks = [Sample("a"), Sample("b")]
    with engine_of(*checks) as engine:
        monkeypatch.setattr(threading.Thread, "start", fail)
        for _ in range(2):
            report = engine.run(deadline=SOON)
            assert [_is_timeout(result) for result in report.results] == [True, True]
        monkeypatch.undo()
        assert engine.run(deadline=DEADLINE).status is Status.OK
        assert [check.runs for check in checks] == [1, 1]


def test_timeout_is_told_once(caplog: pytest.LogCaptureFixture) -> None:
    """A check that stays stuck makes one line in the log, however often it is asked for."""
    check = Hangs("cache", timeout=SOON, target="default")
    with caplog.at_level(logging.INFO), engine_of(check) as engine:
        for _ in range(5):
            engine.run(deadline=DEADLINE)
        eventually(lambda: bool(caplog.records))
    told = [record.getMessage() for record in caplog.records]
    assert told == ["cache/default is error (timeout, no answer within 0.05 s)"]


def test_the_quick_are_asked_before_the_slow() -> None:
    """What was slow or silent the last time does not hold up the others' turn."""
    order: list[str] = []

    def slow() -> dict[str, object]:
        order.append("slow")
        threading.Event().wait(SOON)
        return {"status": "ok"}

    def quick() -> dict[str, object]:
        order.append("quick")
        return {"status": "ok"}

    with engine_of(Sample("slow", answer=slow), Sample("quick", answer=quick), limit=1) as engine:
        for _ in range(2):
            report = engine.run(deadline=DEADLINE)
            assert [result.name for result in report.results] == ["slow", "quick"]
    assert sorted(order[:2]) == ["quick", "slow"]
    assert order[2:] == ["quick", "slow"]
