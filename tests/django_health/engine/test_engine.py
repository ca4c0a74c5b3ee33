"""The engine asks checks and makes reports of their answers."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from typing import NoReturn

import pytest

from django_health.engine import UnknownCheckError
from django_health.engine.walkers import PATIENCE
from django_health.failure import CheckFailed
from django_health.result import Outcome, Reason, Status
from sample_checks import HandClock, Hangs, Sample, engine_of, eventually

CANARY = "canary-hunter2"
DEADLINE = 20.0


def _raising(error: BaseException) -> Callable[[], NoReturn]:
    def answer() -> NoReturn:
        raise error

    return answer


def test_making_an_engine_asks_nothing() -> None:
    """Checks are asked on requests alone, and threads start with the first one."""
    check = Sample()
    with engine_of(check) as engine:
        assert (check.runs, engine.threads, engine.stuck) == (0, 0, 0)


def test_report_has_the_results_in_the_order_of_the_checks() -> None:
    """Who answers first makes no difference."""
    labels = ["cache/a", "database/b", "cache/c", "system/cpu"]
    with engine_of(*(Sample(*label.split("/")) for label in labels)) as engine:
        report = engine.run(deadline=DEADLINE)
        assert [result.label for result in report.results] == labels
        assert {result.status for result in report.results} == {Status.OK}
        assert engine.names == ("cache", "database", "system")


def test_only_what_is_named_is_asked() -> None:
    """A request for one component leaves the others alone, whatever order it names them in."""
    database, cache, system = Sample("database"), Sample("cache"), Sample("system")
    with engine_of(database, cache, system) as engine:
        report = engine.run(["system", "database"], deadline=DEADLINE)
        assert list(report.components) == ["database", "system"]
        assert (database.runs, cache.runs, system.runs) == (1, 0, 1)


def test_one_target_can_be_asked_alone() -> None:
    """Under its name and alias; an alias that there is not gives no result."""
    a, b, other = Sample("cache", "a"), Sample("cache", "b"), Sample("database", "a")
    with engine_of(a, b, other) as engine:
        report = engine.run(["cache"], target="a", deadline=DEADLINE)
        assert [result.label for result in report.results] == ["cache/a"]
        assert engine.run(["cache"], target="c", deadline=DEADLINE).results == ()
        assert (a.runs, b.runs, other.runs) == (1, 0, 0)


def test_check_can_be_added() -> None:
    """From the next request on it is asked, after the others; what is under way goes on."""
    hung, added = Hangs("hung"), Sample("added")
    with engine_of(hung) as engine:
        asked = engine.start()
        assert hung.entered.wait(DEADLINE)
        engine.add(added)
        assert engine.names == ("hung", "added")
        assert engine.run(["added"], deadline=DEADLINE).status is Status.OK
        hung.gate.set()
        asked.done.result(DEADLINE)
        assert [result.name for result in engine.report(asked).results] == ["hung"]
        assert [r.name for r in engine.run(deadline=DEADLINE).results] == ["hung", "added"]


def test_part_of_a_round_can_be_waited_for() -> None:
    """It is complete with the landings of what was wanted, whatever becomes of the rest."""
    hung, wanted = Hangs("hung"), Hangs("wanted")
    with engine_of(hung, wanted) as engine:
        asked = engine.start()
        part = engine.among(asked, lambda flight, _: flight.slot.check is wanted)
        assert not part.done.done()
        wanted.gate.set()
        part.done.result(DEADLINE)
        assert not asked.done.done()
        none = engine.among(asked, lambda flight, _: flight.slot.check is wanted)
        assert none.done.done()
        hung.gate.set()
        asked.done.result(DEADLINE)


def test_last_known_result_stands_in_for_one_that_is_awaited() -> None:
    """With its age; without one it is a timeout, which says since when it is awaited."""
    clock, known, unknown = HandClock(), Hangs("known"), Hangs("unknown")
    with engine_of(known, unknown, clock=clock) as engine:
        known.gate.set()
        engine.run(["known"], deadline=DEADLINE)
        known.gate.clear()
        clock.now += 7.0
        asked = engine.start(["known"])
        report = engine.report(asked, last_known=True)
        assert (report.status, report.age(report.results[0])) == (Status.OK, 7.0)
        known.gate.set()
        asked.done.result(DEADLINE)
        engine.start(["unknown"])
        assert unknown.entered.wait(DEADLINE)
        clock.now += 3.0
        later = engine.start(["unknown"])
        (result,) = engine.report(later, last_known=True).results
        assert result.outcome.reason is Reason.TIMEOUT
        assert result.outcome.message == "no answer within the 3 s since it was asked first"


def test_asking_for_nothing_is_answered_at_once() -> None:
    """No names, or no checks, make an empty report."""
    with engine_of(Sample()) as engine, engine_of() as empty:
        assert engine.run([], deadline=DEADLINE).results == ()
        assert empty.run(deadline=DEADLINE).results == ()


def test_unknown_names_are_an_error_that_lists_the_valid_ones() -> None:
    """Nothing is asked when a name is wrong."""
    check = Sample("database")
    text = "unknown check mail, queue: there are database, cache"
    with engine_of(check, Sample("cache")) as engine:
        with pytest.raises(UnknownCheckError, match=text):
            engine.run(["queue", "database", "mail"], deadline=DEADLINE)
        assert check.runs == 0


@pytest.mark.parametrize(
    "error", [RuntimeError(CANARY), SystemExit(CANARY), KeyboardInterrupt(CANARY)], ids=repr
)
def test_check_that_raises_leaves_the_others_intact(
    error: BaseException, caplog: pytest.LogCaptureFixture
) -> None:
    """Its result names type and place, never the text; the next request asks it again."""
    raising, before, after = Sample("b", answer=_raising(error)), Sample("a"), Sample("c")
    with caplog.at_level(logging.DEBUG), engine_of(before, raising, after) as engine:
        for _ in range(2):
            results = engine.run(deadline=DEADLINE).results
            assert [result.status for result in results] == ["ok", "error", "ok"]
            assert results[1].outcome.reason is Reason.INTERNAL
            assert type(error).__name__ in results[1].outcome.message
            assert "test_engine.py:" in results[1].outcome.message
            assert CANARY not in repr(results) + caplog.text
        assert (raising.runs, raising.cancelled) == (2, 0)


def test_error_of_a_check_does_not_reach_the_one_who_asks() -> None:
    """A known failure is a result too."""
    with engine_of(Sample(answer=_raising(CheckFailed(Reason.AUTH)))) as engine:
        (result,) = engine.run(deadline=DEADLINE).results
        assert (result.status, result.outcome.reason) == (Status.ERROR, Reason.AUTH)


def test_critical_is_taken_over_from_the_check() -> None:
    """An uncritical error only warns."""
    failing = Sample(answer=_raising(CheckFailed(Reason.AUTH)), critical=False)
    with engine_of(failing) as engine:
        assert engine.run(deadline=DEADLINE).status is Status.WARNING


def test_report_tells_its_times() -> None:
    """Created by the wall clock; durations by the monotonic one."""
    clock, wall = HandClock(1000.0), HandClock(1.7e9)

    def slow() -> Outcome:
        clock.now += 2.5
        return Outcome()

    with engine_of(Sample(answer=slow), clock=clock, wall_clock=wall) as engine:
        report = engine.run(deadline=DEADLINE)
        assert (report.created, report.now, report.duration) == (1.7e9, 1002.5, 2.5)
        (result,) = report.results
        assert (result.duration, result.finished) == (2.5, 1002.5)
        assert report.age(result) == 0.0


def test_every_request_asks_anew() -> None:
    """Nothing is kept between requests unless a check or a request says so."""
    check = Sample()
    with engine_of(check, clock=HandClock()) as engine:
        for _ in range(3):
            engine.run(deadline=DEADLINE)
        assert check.runs == 3


def test_costly_check_keeps_its_answer_and_tells_its_age() -> None:
    """Within ``min_interval`` the same result is given, and it says how old it is."""
    clock, costly, cheap = HandClock(), Sample("costly", min_interval=60.0), Sample("cheap")
    with engine_of(costly, cheap, clock=clock) as engine:
        first = engine.run(deadline=DEADLINE).results[0]
        clock.now += 59.0
        report = engine.run(deadline=DEADLINE)
        assert report.results[0] is first
        assert [report.age(result) for result in report.results] == [59.0, 0.0]
        clock.now += 1.0
        report = engine.run(deadline=DEADLINE)
        assert report.results[0] is not first
        assert report.age(report.results[0]) == 0.0
        assert (costly.runs, cheap.runs) == (2, 3)


def test_error_is_not_kept() -> None:
    """When what failed is well again, the next request hears it; that answer is kept."""
    answers = iter([Outcome(Status.ERROR), Outcome(), Outcome(Status.ERROR)])
    check = Sample(answer=lambda: next(answers), min_interval=60.0)
    with engine_of(check, clock=HandClock()) as engine:
        statuses = [engine.run(deadline=DEADLINE).status for _ in range(3)]
    assert statuses == [Status.ERROR, Status.OK, Status.OK]


def test_request_may_take_an_earlier_result() -> None:
    """With ``max_age`` a result that is young enough is not asked for again."""
    clock, check = HandClock(), Sample()
    with engine_of(check, clock=clock) as engine:
        engine.run(deadline=DEADLINE)
        clock.now += 10.0
        report = engine.run(deadline=DEADLINE, max_age=15.0)
        assert (check.runs, report.age(report.results[0])) == (1, 10.0)
        engine.run(deadline=DEADLINE, max_age=10.0)
        assert check.runs == 2


def test_kept_results_need_no_thread() -> None:
    """A request that finds all it wants is complete when it is made."""
    with engine_of(Sample(min_interval=60.0), clock=HandClock()) as engine:
        engine.run(deadline=DEADLINE)
        assert engine.start().done.done()


def test_last_success_is_the_last_time_that_it_worked() -> None:
    """Errors keep it, warnings renew it, and before the first success there is none."""
    wall = HandClock(100.0)
    answers = iter([Status.ERROR, Status.SKIPPED, Status.OK, Status.ERROR, Status.WARNING])
    check = Sample(answer=lambda: Outcome(next(answers)))
    seen: list[float | None] = []
    with engine_of(check, wall_clock=wall) as engine:
        for _ in range(5):
            seen.append(engine.run(deadline=DEADLINE).results[0].last_success)
            wall.now += 100.0
    assert seen == [None, None, 300.0, 300.0, 500.0]


def test_log_tells_changes_once_and_no_runs(caplog: pytest.LogCaptureFixture) -> None:
    """Ten runs with two changes make two lines."""
    statuses = iter([Status.OK] * 3 + [Status.ERROR] * 4 + [Status.OK] * 3)
    check = Sample("cache", "default", answer=lambda: Outcome(next(statuses)))
    with caplog.at_level(logging.INFO), engine_of(check) as engine:
        for _ in range(10):
            engine.run(deadline=DEADLINE)
    told = [record.getMessage() for record in caplog.records]
    assert told == ["cache/default is error (unavailable)", "cache/default is ok"]


def test_close_ends_the_threads_and_gives_back_what_is_kept() -> None:
    """Neither walkers nor the watcher outlive the engine."""
    before, checks = set(threading.enumerate()), [Sample(), Sample()]
    with engine_of(*checks) as engine:
        engine.run(deadline=DEADLINE)
        threading.Event().wait(5 * PATIENCE)  # until they sleep without an end
    eventually(lambda: set(threading.enumerate()) <= before)
    assert [check.closed for check in checks] == [1, 1]


def test_close_ends_runs_under_way_and_drops_what_waits() -> None:
    """What runs is told to end and not closed under its feet; what waits never begins."""
    running, waiting = Hangs("running"), Sample("waiting")
    before = set(threading.enumerate())
    with engine_of(running, waiting, clock=HandClock()) as engine:
        engine.start()
        assert running.entered.wait(DEADLINE)
        engine.close()
        assert (running.cancelled, running.closed) == (1, 0)
        running.gate.set()
        eventually(lambda: set(threading.enumerate()) <= before)
        assert (waiting.runs, waiting.closed) == (0, 1)


def test_check_that_cannot_be_closed_leaves_the_others_intact(
    caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The end of the daemon is not the place to fail."""
    bad, good = Sample("bad"), Sample("good")
    monkeypatch.setattr(bad, "close", _raising(RuntimeError(CANARY)))
    with engine_of(bad, good):
        pass
    assert good.closed == 1
    assert "bad: close() failed: RuntimeError" in caplog.text
    assert CANARY not in caplog.text
