"""First runs, of which nothing is known: two requests wait for them longer than the others."""

from __future__ import annotations

import re
from concurrent.futures import FIRST_COMPLETED, ThreadPoolExecutor, wait
from typing import NoReturn

import pytest

from django_health.engine.patience import FIRST_GRACE, FIRST_PLACES, GRACE, Patience
from django_health.result import Reason, Report, Status
from patience_ground import MAX_AGE, PATIENCE, about, ground_of
from sample_checks import Hangs, Sample, engine_of

LATER = FIRST_GRACE - GRACE


def test_what_was_never_heard_of_has_a_longer_grace() -> None:
    """At the start of a process a slow connection must not pass for a silent server."""
    hung = Hangs(timeout=5.0)
    with ground_of(hung) as ground:
        inner: list[Report] = []
        ground.during = [lambda: None, lambda: None, lambda: inner.append(ground.patience.report())]
        ground.ask()
        assert ground.waits == about(GRACE, LATER, 5.0 - LATER)
        (result,) = inner[0].results
        assert (result.status, result.outcome.reason) == (Status.ERROR, Reason.TIMEOUT)
        words = r"no answer within the 1(\.\d+)? s since it was asked first"
        assert re.fullmatch(words, result.outcome.message)


def test_slow_start_is_waited_for_by_two_requests() -> None:
    """Both get the first answer, if it comes within the longer grace."""
    slow = Hangs()
    with ground_of(slow) as ground:
        inner: list[Report] = []

        def land() -> None:
            slow.gate.set()
            inner.append(ground.patience.report())

        ground.during = [lambda: None, land]
        assert ground.ask().status is Status.OK
        assert inner[0].status is Status.OK
        assert slow.runs == 1


def test_further_requests_are_not_held_up_by_what_is_silent_from_the_start() -> None:
    """They hear that there is no answer yet, and their threads go on serving."""
    silent, healthy = Hangs(timeout=5.0), Sample("healthy")
    with ground_of(silent, healthy) as ground:
        third: list[Report] = []

        def ask_second() -> None:
            ground.during = [ask_third]
            ground.patience.report()

        def ask_third() -> None:
            waits = len(ground.waits)
            third.append(ground.patience.report())
            assert len(ground.waits) == waits

        ground.during = [lambda: None, ask_second]
        ground.ask()
        assert ground.waits[:3] == about(GRACE, LATER, LATER)
        told, well = third[0].results
        assert (told.outcome.reason, well.status) == (Reason.TIMEOUT, Status.OK)


def test_what_is_known_and_slow_is_waited_for_while_others_wait_for_what_is_new() -> None:
    """The places are not the same."""
    known, silent = Hangs("known", timeout=5.0), Hangs("new", timeout=5.0)
    with ground_of(known, silent) as ground:
        known.gate.set()
        ground.engine.run(["known"], deadline=PATIENCE)
        known.gate.clear()
        known.entered.clear()
        ground.clock.now += 2 * MAX_AGE
        for _ in range(FIRST_PLACES):
            assert ground.patience._first_places.acquire(blocking=False)
        ground.ask("known")
        assert ground.waits == about(GRACE, 5.0)
        for _ in range(FIRST_PLACES):
            ground.patience._first_places.release()


def test_real_threads_but_two_are_free_after_the_grace() -> None:
    """Of eight first requests six are told at once what there is while a server is silent."""
    silent = Hangs()
    with engine_of(silent) as engine, ThreadPoolExecutor(8) as pool:
        patience = Patience(engine, max_age=0.0)
        pending = {pool.submit(patience.report) for _ in range(8)}
        while len(pending) > FIRST_PLACES:
            done, pending = wait(pending, PATIENCE, return_when=FIRST_COMPLETED)
            assert done
            for future in done:
                assert future.result().results[0].outcome.reason is Reason.TIMEOUT
        silent.gate.set()
        for future in pending:
            future.result(PATIENCE)


def test_places_are_free_again() -> None:
    """Also after workers that were told to end in the midst of their wait."""

    def end() -> NoReturn:
        raise SystemExit

    with ground_of(Hangs(timeout=5.0)) as ground:
        ground.during = [lambda: None, *[end] * FIRST_PLACES]
        for _ in range(FIRST_PLACES):
            with pytest.raises(SystemExit):
                ground.ask()
        ground.ask()
        assert ground.waits == about(LATER, 5.0 + GRACE - LATER)


def test_time_in_which_the_checks_were_made_is_part_of_the_first_requests() -> None:
    """They waited for that too; who comes later has all of its time."""
    hung = Hangs(timeout=5.0)
    with ground_of(hung, begun=997.0) as ground:
        assert ground.clock.now == 1000.0
        ground.ask()
        assert ground.waits == about(GRACE, LATER, 5.0 - LATER - 3.0)
    known = Hangs(timeout=5.0)
    with ground_of(known, begun=997.0) as ground:
        ground.let_through()
        ground.ask()
        assert ground.waits == about(GRACE, 5.0)
