"""One request of a process waits for what is slow; the others get what there is."""

from __future__ import annotations

import time
from concurrent.futures import FIRST_COMPLETED, ThreadPoolExecutor, wait
from typing import NoReturn

import pytest

from django_health.engine import UnknownCheckError
from django_health.engine.patience import FIRST_GRACE, GRACE, Patience
from django_health.failure import CheckFailed
from django_health.result import Outcome, Reason, Report, Status
from patience_ground import MAX_AGE, PATIENCE, about, ground_of
from sample_checks import Hangs, Sample, engine_of, eventually

MARGIN = 10.0


def _silent() -> NoReturn:
    raise CheckFailed(Reason.TIMEOUT)


def test_answer_that_is_young_enough_is_given_again() -> None:
    """However many probes come, a check runs once in ``max_age`` seconds."""
    check = Sample()
    with ground_of(check) as ground:
        first = ground.ask()
        ground.clock.now += 0.9 * MAX_AGE
        report = ground.ask()
        assert (ground.waits, check.runs) == ([], 1)
        assert report.results == first.results
        assert report.age(report.results[0]) == pytest.approx(0.9 * MAX_AGE)
        ground.clock.now += 0.1 * MAX_AGE
        ground.ask()
        assert check.runs == 2


def test_unknown_name_is_an_error() -> None:
    """The text lists the valid ones."""
    with ground_of(Sample("cache")) as ground, pytest.raises(UnknownCheckError, match="cache"):
        ground.ask("mail")


def test_request_waits_for_a_run_that_ends_in_time() -> None:
    """And gets the new answer, with no age."""
    check = Hangs()
    with ground_of(check) as ground:
        ground.let_through()
        check.gate.set()
        report = ground.ask()
        assert ground.waits in ([], [GRACE])
        assert (report.status, report.age(report.results[0])) == (Status.OK, 0.0)
        assert check.runs == 2


def test_what_was_silent_is_not_waited_for_beyond_its_grace() -> None:
    """Its last result is given, with its age; the others are told as usual."""
    silent, healthy = Hangs(answer=_silent), Sample("healthy")
    with ground_of(silent, healthy) as ground:
        ground.let_through()
        report = ground.ask()
        told, well = report.results
        assert ground.waits == about(GRACE)
        assert (told.outcome.reason, well.status) == (Reason.TIMEOUT, Status.OK)
        assert [report.age(told)] == about(2 * MAX_AGE + GRACE)
        assert report.age(well) == 0.0


def test_run_that_had_its_grace_costs_further_requests_nothing() -> None:
    """A flood of probes does not hold up a single thread while a server is silent."""
    silent = Hangs(answer=_silent)
    with ground_of(silent) as ground:
        ground.let_through()
        ground.ask()
        for _ in range(3):
            report = ground.ask()
            assert (ground.waits, report.status) == ([], Status.ERROR)
        assert silent.runs == 2


def test_what_recovered_is_told_by_the_next_request() -> None:
    """The run that hung lands by itself, and nobody need have waited for it."""
    silent = Hangs(answer=_silent)
    with ground_of(silent) as ground:
        ground.let_through()
        ground.ask()
        silent.answer = Outcome
        silent.gate.set()
        eventually(lambda: next(iter(ground.engine._slots)).flight is None)
        assert ground.ask().status is Status.OK


def test_one_request_waits_for_the_time_of_the_slowest() -> None:
    """Grace and the rest together are the check's own time and a quarter of a second."""
    slow, slower = Hangs("slow", timeout=3.0), Hangs("slower", timeout=5.0)
    with ground_of(slow, slower) as ground:
        ground.let_through()
        report = ground.ask()
        assert ground.waits == about(GRACE, 5.0)
        assert [result.status for result in report.results] == [Status.OK, Status.OK]
        assert [report.age(result) for result in report.results] == about(*[7.0 + GRACE] * 2)


def test_further_requests_get_what_there_is_after_the_grace() -> None:
    """The last known of what hangs, and what has landed of the others."""
    hung, healthy = Hangs(timeout=5.0), Sample("healthy")
    with ground_of(hung, healthy) as ground:
        ground.let_through()
        inner: list[Report] = []
        ground.during = [lambda: None, lambda: inner.append(ground.patience.report())]
        ground.ask()
        assert ground.waits == about(GRACE, 5.0)  # that of the other found its grace over
        (report,) = inner
        known, well = report.results
        assert (known.status, well.status) == (Status.OK, Status.OK)
        assert [report.age(known)] == about(2 * MAX_AGE + GRACE)
        assert hung.runs == 2


def test_place_is_free_again_after_an_exception() -> None:
    """A worker that is told to end in the midst of its wait leaves nothing behind."""
    hung = Hangs(timeout=5.0)

    def end() -> NoReturn:
        raise SystemExit

    with ground_of(hung) as ground:
        ground.let_through()
        ground.during = [lambda: None, end]
        with pytest.raises(SystemExit):
            ground.ask()
        ground.ask()
        assert ground.waits == about(5.0 + GRACE)


def test_place_is_one_for_all_names() -> None:
    """While one waits for this, another does not wait for that; afterwards it may."""
    this, that = Hangs("this", timeout=5.0), Hangs("that", timeout=3.0)
    with ground_of(this, that) as ground:
        ground.let_through()
        ground.engine.start()  # so that both are under way, whoever is asked
        ground.during = [lambda: None, lambda: ground.patience.report(["that"])]
        ground.ask("this")
        assert ground.waits == about(GRACE, 5.0)
        ground.ask("that")
        assert ground.waits == about(3.0 + GRACE)


def test_real_requests_share_one_place() -> None:
    """Of eight threads one waits until the check answers, seven are free before that."""
    hung = Hangs()
    with engine_of(hung) as engine, ThreadPoolExecutor(8) as pool:
        hung.gate.set()
        patience = Patience(engine, max_age=0.0)
        patience.report()
        hung.gate.clear()
        pending = {pool.submit(patience.report) for _ in range(8)}
        while len(pending) > 1:
            done, pending = wait(pending, PATIENCE, return_when=FIRST_COMPLETED)
            assert done
            assert all(future.result().results[0].status is Status.OK for future in done)
        (last,) = pending
        assert not last.done()
        hung.gate.set()
        report = last.result(PATIENCE)
        assert (report.status, report.age(report.results[0])) == (Status.OK, 0.0)
        assert hung.runs == 2


def test_real_silence_is_told_in_time() -> None:
    """The one that waits hears of the timeout when the check's time is over."""
    began = time.monotonic()
    with engine_of(Hangs(timeout=0.3), Sample("healthy")) as engine:
        hung, healthy = Patience(engine, max_age=MAX_AGE).report().results
        assert time.monotonic() - began < MARGIN
        assert hung.outcome.message == "no answer within 0.3 s"
        assert healthy.status is Status.OK


def test_endless_checks_can_be_waited_for() -> None:
    """A check without a limit has one as long as a thread can wait."""
    endless = Hangs(timeout=float("inf"))
    with engine_of(endless) as engine, ThreadPoolExecutor(1) as pool:
        asked = pool.submit(Patience(engine, max_age=0.0).report)
        assert endless.entered.wait(PATIENCE)
        wait([asked], 1.5 * FIRST_GRACE)
        assert not asked.done()
        endless.gate.set()
        assert asked.result(PATIENCE).status is Status.OK
