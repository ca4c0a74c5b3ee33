"""One thread while all is well, more only where something is slow."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial

import pytest

from django_health.engine import runs, walkers
from django_health.engine.flight import Flight, Slot
from django_health.engine.walkers import Walkers
from sample_checks import HandClock, Hangs, Sample, engine_of, eventually

MOST = 8


def _all_ran(checks: list[Sample]) -> bool:
    return all(check.runs for check in checks)


class _Ground:
    """What an engine gives its walkers: it remembers who flew on which thread and overran."""

    def __init__(self, clock: Callable[[], float], limit: int) -> None:
        self.lock = threading.Lock()
        self.threads: list[int] = []
        self.overran: list[Flight] = []
        self.walkers = Walkers(
            self.lock, self._fly, self.overran.append, clock, limit=limit, most=MOST
        )

    def _fly(self, flight: Flight) -> None:
        self.threads.append(threading.get_ident())
        flight.slot.check.check()

    def add(self, *checks: Sample, silent: bool = False) -> list[Flight]:
        slots = [Slot(check) for check in checks]
        for slot in slots if silent else ():
            slot.last = slot.timed_out("no answer", 1.0, 0.0)
        flights = [Flight(slot) for slot in slots]
        with self.lock:
            self.walkers.add(flights)
        return flights


@contextmanager
def _ground(
    *hung: Hangs, clock: Callable[[], float] = time.monotonic, limit: int = MOST
) -> Iterator[_Ground]:
    ground = _Ground(clock, limit)
    yield ground
    for check in hung:
        check.gate.set()
    ground.walkers.close()
    eventually(lambda: ground.walkers.threads == 0)


def test_one_thread_walks_while_all_is_quick() -> None:
    """A hand-over to another thread would cost more than the check."""
    with _ground(clock=HandClock()) as ground:
        for _ in range(50):
            checks = [Sample() for _ in range(MOST)]
            ground.add(*checks)
            eventually(partial(_all_ran, checks))
        assert len(set(ground.threads)) == 1
        assert ground.walkers.threads == 1


def test_others_take_over_behind_a_slow_run() -> None:
    """The queue does not wait for the one that hangs."""
    hung, behind = Hangs(), [Sample() for _ in range(3)]
    with _ground(hung) as ground:
        ground.add(hung, *behind)
        eventually(lambda: all(check.runs for check in behind))
        assert ground.walkers.running() != []


def test_slow_runs_do_not_count_against_the_limit() -> None:
    """A limit bounds what is asked at the same time, not what hangs."""
    hung = [Hangs() for _ in range(MOST)]
    with _ground(*hung, limit=2) as ground:
        ground.add(*hung)
        eventually(lambda: all(check.runs for check in hung))
        assert ground.walkers.threads == MOST


def test_what_was_silent_is_asked_apart_from_the_start(monkeypatch: pytest.MonkeyPatch) -> None:
    """All at the same time, whatever the limit and the patience, while the others are walked."""
    monkeypatch.setattr(runs, "SLOW", 3600.0)
    monkeypatch.setattr(walkers, "PATIENCE", 3600.0)
    hung, healthy = [Hangs() for _ in range(MOST - 1)], [Sample() for _ in range(50)]
    with _ground(*hung, limit=1) as ground:
        ground.add(*hung, silent=True)
        ground.add(*healthy)
        eventually(lambda: _all_ran([*hung, *healthy]))


def test_what_was_silent_waits_where_no_thread_is_left(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is asked by the threads that there are, and by new ones as soon as there can be any."""
    blocking, hung, clock = Hangs(), [Hangs() for _ in range(2)], HandClock()
    # By a real clock a machine that is busy for a moment would have a second thread already.
    with _ground(blocking, *hung, clock=clock) as ground:
        ground.add(blocking)
        assert blocking.entered.wait(20)

        def fail(_: threading.Thread) -> None:
            raise RuntimeError("can't start new thread")

        monkeypatch.setattr(threading.Thread, "start", fail)
        ground.add(*hung, silent=True)
        eventually(lambda: len(ground.walkers._runs.queued) == 2)
        assert ground.walkers.threads == 1
        monkeypatch.undo()

        def are_asked() -> bool:
            clock.now += walkers.PATIENCE
            return _all_ran([*hung])

        eventually(are_asked)


def test_more_that_was_silent_than_threads(monkeypatch: pytest.MonkeyPatch) -> None:
    """The rest is asked when a thread is free."""
    monkeypatch.setattr(walkers, "PATIENCE", 3600.0)
    hung, behind = [Hangs() for _ in range(MOST)], [Hangs() for _ in range(2)]
    with _ground(*hung, *behind) as ground:
        ground.add(*hung, *behind, silent=True)
        eventually(lambda: _all_ran([*hung]))
        assert (ground.walkers.threads, _all_ran([*behind])) == (MOST, False)
        for check in hung:
            check.gate.set()
        eventually(lambda: _all_ran([*behind]))
        for check in behind:
            check.gate.set()


def test_runs_that_are_not_slow_keep_to_the_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    """No more than the limit are asked at the same time."""
    monkeypatch.setattr(runs, "SLOW", 3600.0)
    hung = [Hangs() for _ in range(MOST)]
    with _ground(*hung, limit=2) as ground:
        ground.add(*hung)
        eventually(lambda: sum(check.runs for check in hung) == 2)
        threading.Event().wait(10 * walkers.PATIENCE)
        assert sum(check.runs for check in hung) == 2
        assert ground.walkers.threads == 2


def test_there_are_never_more_threads_than_checks() -> None:
    """Not even while the help that was called has not come."""
    with _ground() as ground:
        ground.add(*(Sample() for _ in range(100)))
        with ground.lock:
            ground.walkers._call(100)
            assert ground.walkers.threads == MOST


def test_overrun_is_told_once() -> None:
    """Who overran is told of when its time is over, and not again while it hangs on."""
    hung = Hangs(timeout=0.02)
    with _ground(hung) as ground:
        (flight,) = ground.add(hung)
        eventually(lambda: bool(ground.overran))
        ground.add(Sample())
        eventually(lambda: len(ground.threads) == 2)
        assert ground.overran == [flight]
        assert ground.walkers.running() == []


def test_thread_that_overran_comes_back() -> None:
    """When the run ends after all, there is one idle thread and no other."""
    hung = [Hangs(timeout=0.02) for _ in range(MOST)]
    with _ground(*hung) as ground:
        ground.add(*hung)
        eventually(lambda: len(ground.overran) == MOST)
        for check in hung:
            check.gate.set()
        eventually(lambda: ground.walkers.threads == 1)


def test_close_drops_the_queue() -> None:
    """What waits is not begun once the end has come."""
    hung, waiting = Hangs(), Sample()
    with _ground(hung, clock=HandClock()) as ground:
        ground.add(hung, waiting)
        assert hung.entered.wait(20)
        ground.walkers.close()
        hung.gate.set()
        eventually(lambda: ground.walkers.threads == 0)
        assert waiting.runs == 0


def test_thread_that_cannot_start_leaves_the_queue_to_the_next_request(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A machine out of threads is no failure of the one who asks, and no reason to stay silent."""

    def fail(_: threading.Thread) -> None:
        raise RuntimeError("can't start new thread")

    check = Sample()
    with _ground() as ground:
        monkeypatch.setattr(threading.Thread, "start", fail)
        ground.add(check)
        monkeypatch.undo()
        assert (ground.walkers.threads, check.runs) == (0, 0)
        ground.add()
        eventually(lambda: check.runs == 1)


@pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")
def test_watch_is_taken_up_again_where_it_was_lost() -> None:
    """An overrun is noticed although the watching thread died of the last one."""
    hung = [Hangs(timeout=0.02), Hangs(timeout=0.02)]
    with _ground(*hung) as ground:
        told = ground.overran

        def die(flight: Flight) -> None:
            told.append(flight)
            raise MemoryError

        ground.walkers._overrun = die
        ground.add(hung[0])
        watcher = ground.walkers._watcher
        assert watcher is not None
        watcher.join(20)
        assert not watcher.is_alive()
        ground.add(hung[1])
        eventually(lambda: len(told) == 2)


@pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")
def test_thread_that_died_is_not_counted() -> None:
    """What must not happen leaves room for the next thread all the same."""
    healthy = Sample()

    def broken() -> dict[str, object]:
        raise RuntimeError("no check raises through the engine's boundary")

    with _ground(limit=1) as ground:
        for _ in range(2 * MOST):
            ground.add(Sample(answer=broken))
            eventually(lambda: ground.walkers.threads == 0)
        ground.add(healthy)
        eventually(lambda: healthy.runs == 1)


def test_close_without_dropping_runs_the_queue() -> None:
    """Requests in flight get their answers; then the threads end."""
    hung, waiting = Hangs(), Sample()
    with _ground(hung) as ground:
        ground.add(hung, waiting)
        assert hung.entered.wait(20)
        ground.walkers.close(drop=False)
        hung.gate.set()
        eventually(lambda: ground.walkers.threads == 0)
        assert waiting.runs == 1


def test_help_that_cannot_come_ends_no_watch(monkeypatch: pytest.MonkeyPatch) -> None:
    """A machine out of threads leaves the queue to those there are; overruns are still told."""
    hung, waiting = Hangs(timeout=0.2), Sample()
    with _ground(hung) as ground:
        ground.add(hung)
        assert hung.entered.wait(20)

        def fail(_: threading.Thread) -> None:
            raise RuntimeError("can't start new thread")

        monkeypatch.setattr(threading.Thread, "start", fail)
        ground.walkers.idle = 1  # so that only the one that watches calls for help
        ground.add(waiting)
        ground.walkers.idle = 0
        eventually(lambda: bool(ground.overran))
        monkeypatch.undo()
        hung.gate.set()
        eventually(lambda: waiting.runs == 1)


def test_each_thread_is_told_that_it_ends() -> None:
    """On that thread, so that it can give back what is its own, and when its last run is over."""
    left: list[str] = []
    with engine_of(Sample(), leave=lambda: left.append(threading.current_thread().name)) as engine:
        engine.run(deadline=20.0)
        assert left == []
        engine.close()
        eventually(lambda: left == ["health-walker"])
