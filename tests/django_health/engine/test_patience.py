"""One request of a process waits for what is slow; the others get what there is."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from contextlib import contextmanager
from typing import Any, NoReturn

import pytest

from django_health.engine import Engine, UnknownCheckError, walkers
from django_health.engine.patience import FIRST_GRACE, GRACE, Patience
from django_health.failure import CheckFailed
from django_health.result import Outcome, Reason, Report, Status
from sample_checks import HandClock, Hangs, Sample, engine_of, eventually

PATIENCE = 20.0
MARGIN = 10.0
MAX_AGE = 1.0


def _silent() -> NoReturn:
    raise CheckFailed(Reason.TIMEOUT)


def about(*seconds: float) -> Any:
    """Seconds but for those that threads took to start."""
    return pytest.approx(list(seconds), abs=0.2)


class _Ground:
    """A patience whose waiting is a matter of the test: it passes the time, or does as told."""

    def __init__(self, engine: Engine, clock: HandClock, hung: tuple[Hangs, ...]) -> None:
        self.clock = clock
        self.engine = engine
        self.hung = hung
        self.waits: list[float] = []
        self.during: list[Callable[[], object]] = []
        self.patience = Patience(engine, max_age=MAX_AGE, clock=clock, wait=self._wait)

    def ask(self, *names: str) -> Report:
        """A request; afterwards ``waits`` has the seconds for which it was ready to wait."""
        self.waits.clear()
        return self.patience.report(names or None)

    def let_through(self) -> None:
        """Have every check answer once, and let its answer grow too old to be given again."""
        for check in self.hung:
            check.gate.set()
        self.engine.run(deadline=PATIENCE)
        for check in self.hung:
            check.gate.clear()
            check.entered.clear()
        self.clock.now += 2 * MAX_AGE

    def _wait(self, done: Future[None], seconds: float) -> None:
        self.waits.append(seconds)
        if all(check.gate.is_set() for check in self.hung):
            done.result(PATIENCE)
            return
        self._settle()
        if self.during:
            self.during.pop(0)()
        self.clock.now += seconds

    def _settle(self) -> None:
        """Wait until what hangs has begun and all else has landed, for which threads need time."""
        end = time.monotonic() + PATIENCE
        while not all(
            check.entered.is_set() if isinstance(check, Hangs) else slot.flight is None
            for slot in self.engine._slots
            for check in [slot.check]
            if slot.flight is not None
        ):
            assert time.monotonic() < end
            time.sleep(walkers.PATIENCE)
            self.clock.now += walkers.PATIENCE


@contextmanager
def _ground(*checks: Sample) -> Iterator[_Ground]:
    clock = HandClock()
    hung = tuple(check for check in checks if isinstance(check, Hangs))
    with engine_of(*checks, clock=clock) as engine:
        yield _Ground(engine, clock, hung)


def test_answer_that_is_young_enough_is_given_again() -> None:
    """However many probes come, a check runs once in ``max_age`` seconds."""
    check = Sample()
    with _ground(check) as ground:
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
    with _ground(Sample("cache")) as ground, pytest.raises(UnknownCheckError, match="cache"):
        ground.ask("mail")


def test_request_waits_for_a_run_that_ends_in_time() -> None:
    """And gets the new answer, with no age."""
    check = Hangs()
    with _ground(check) as ground:
        ground.let_through()
        check.gate.set()
        report = ground.ask()
        assert ground.waits in ([], [GRACE])
        assert (report.status, report.age(report.results[0])) == (Status.OK, 0.0)
        assert check.runs == 2


def test_what_was_silent_is_not_waited_for_beyond_its_grace() -> None:
    """Its last result is given, with its age; the others are told as usual."""
    silent, healthy = Hangs(answer=_silent), Sample("healthy")
    with _ground(silent, healthy) as ground:
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
    with _ground(silent) as ground:
        ground.let_through()
        ground.ask()
        for _ in range(3):
            report = ground.ask()
            assert (ground.waits, report.status) == ([], Status.ERROR)
        assert silent.runs == 2


def test_what_recovered_is_told_by_the_next_request() -> None:
    """The run that hung lands by itself, and nobody need have waited for it."""
    silent = Hangs(answer=_silent)
    with _ground(silent) as ground:
        ground.let_through()
        ground.ask()
        silent.answer = Outcome
        silent.gate.set()
        eventually(lambda: ground.engine._slots[0].flight is None)
        assert ground.ask().status is Status.OK


def test_one_request_waits_for_the_time_of_the_slowest() -> None:
    """Grace and the rest together are the check's own time and a quarter of a second."""
    slow, slower = Hangs("slow", timeout=3.0), Hangs("slower", timeout=5.0)
    with _ground(slow, slower) as ground:
        ground.let_through()
        report = ground.ask()
        assert ground.waits == about(GRACE, 5.0)
        assert [result.status for result in report.results] == [Status.OK, Status.OK]
        assert [report.age(result) for result in report.results] == about(*[7.0 + GRACE] * 2)


def test_further_requests_get_what_there_is_after_the_grace() -> None:
    """The last known of what hangs, and what has landed of the others."""
    hung, healthy = Hangs(timeout=5.0), Sample("healthy")
    with _ground(hung, healthy) as ground:
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


def test_what_was_never_heard_of_has_a_longer_grace() -> None:
    """At the start of a process a slow connection must not pass for a silent server."""
    hung = Hangs(timeout=5.0)
    with _ground(hung) as ground:
        inner: list[Report] = []
        ground.during = [lambda: None, lambda: inner.append(ground.patience.report())]
        ground.ask()
        assert ground.waits[0] == FIRST_GRACE
        assert ground.waits == about(FIRST_GRACE, 5.0 + GRACE - FIRST_GRACE)
        (result,) = inner[0].results
        assert (result.status, result.outcome.reason) == (Status.ERROR, Reason.TIMEOUT)
        words = r"no answer within the 1(\.\d+)? s since it was asked first"
        assert re.fullmatch(words, result.outcome.message)


def test_slow_start_is_waited_for_by_several_requests() -> None:
    """Both get the first answer, if it comes within the longer grace."""
    slow = Hangs()
    with _ground(slow) as ground:
        inner: list[Report] = []

        def land() -> None:
            slow.gate.set()
            inner.append(ground.patience.report())

        ground.during = [land]
        assert ground.ask().status is Status.OK
        assert inner[0].status is Status.OK
        assert slow.runs == 1


def test_place_is_free_again_after_an_exception() -> None:
    """A worker that is told to end in the midst of its wait leaves nothing behind."""
    hung = Hangs(timeout=5.0)

    def end() -> NoReturn:
        raise SystemExit

    with _ground(hung) as ground:
        ground.let_through()
        ground.during = [lambda: None, end]
        with pytest.raises(SystemExit):
            ground.ask()
        ground.ask()
        assert ground.waits == about(5.0 + GRACE)


def test_place_is_one_for_all_names() -> None:
    """While one waits for this, another does not wait for that; afterwards it may."""
    this, that = Hangs("this", timeout=5.0), Hangs("that", timeout=3.0)
    with _ground(this, that) as ground:
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
