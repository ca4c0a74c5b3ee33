"""One run of a check at a time, however many requests come."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

from django_health.engine.flight import Flight
from django_health.result import Reason, Report, Status
from sample_checks import HandClock, Hangs, Sample, engine_of

DEADLINE = 20.0
REQUESTS = 16


def test_requests_share_a_run_under_way() -> None:
    """All that come while a check is asked get the very same result."""
    check = Hangs()
    with engine_of(check) as engine, ThreadPoolExecutor(REQUESTS) as pool:
        rounds = list(pool.map(lambda _: engine.start(), range(REQUESTS)))
        assert check.entered.wait(DEADLINE)
        assert not any(asked.done.done() for asked in rounds)
        check.gate.set()
        for asked in rounds:
            asked.done.result(DEADLINE)
        results = {id(engine.report(asked).results[0]) for asked in rounds}
        assert (check.runs, len(results)) == (1, 1)


def test_concurrent_requests_start_a_hung_check_once() -> None:
    """Sixteen scrapers of a check that hangs all hear of the timeout, and one run hangs."""
    check = Hangs(timeout=0.3)
    with engine_of(check) as engine, ThreadPoolExecutor(REQUESTS) as pool:
        asked = [pool.submit(engine.run, deadline=DEADLINE) for _ in range(REQUESTS)]
        results = [future.result(DEADLINE).results[0] for future in asked]
        assert {result.outcome.reason for result in results} == {Reason.TIMEOUT}
        assert (check.runs, engine.stuck, engine.threads) == (1, 1, 1)


def test_shared_result_is_no_old_result() -> None:
    """What ended after the request came has no age, though the run began before it."""
    clock, check = HandClock(), Hangs()
    with engine_of(check, clock=clock) as engine:
        engine.start()
        assert check.entered.wait(DEADLINE)
        clock.now += 3.0
        second = engine.start()
        clock.now += 1.0
        check.gate.set()
        second.done.result(DEADLINE)
        report = engine.report(second)
        assert (report.age(report.results[0]), report.duration) == (0.0, 1.0)
        assert report.results[0].duration == 4.0


def test_request_for_part_of_the_checks_shares_them_too() -> None:
    """A round waits for its own checks alone."""
    hung, healthy = Hangs("hung"), Sample("healthy")
    with engine_of(healthy, hung) as engine:
        all_of_them = engine.start()
        some = engine.run(["healthy"], deadline=DEADLINE)
        assert some.status is Status.OK
        assert not all_of_them.done.done()
        hung.gate.set()
        all_of_them.done.result(DEADLINE)
        assert hung.runs == 1


def test_check_that_landed_never_looks_stuck() -> None:
    """Two thousand requests, each at the heels of the last, all hear that it is well."""
    check = Sample()
    with engine_of(check) as engine:
        statuses = [engine.run(deadline=DEADLINE).status for _ in range(2000)]
        assert set(statuses) == {Status.OK}
        assert check.runs == 2000


def test_waiting_in_the_queue_counts_for_those_who_wait() -> None:
    """A run that has not begun, or has just, is as old as the request that waits for it."""
    clock, ages = HandClock(), dict[str, float]()

    def note(flight: Flight, age: float) -> bool:
        ages[flight.slot.check.name] = age
        return False

    with engine_of(Hangs("first"), Hangs("queued"), limit=1, clock=clock) as engine:
        asked = engine.start()
        clock.now += 3.0
        engine.among(asked, note)
        assert ages == {"first": 3.0, "queued": 3.0}


def test_check_that_is_added_while_a_request_looks_at_them_is_not_in_it() -> None:
    """The request has those that there were when it began to look."""

    class Adding(tuple[str, ...]):
        """Names, and what happens while they are looked at."""

        __slots__ = ()

        def __contains__(self, name: object) -> bool:
            if len(engine.checks) == 1:
                engine.add(Sample("added"))
            return name in tuple(self) or name == "added"

    with engine_of(Sample("first")) as engine:
        report = engine.run(Adding(["first"]), deadline=DEADLINE)
        assert [result.name for result in report.results] == ["first"]
        assert engine.names == ("first", "added")
        assert len(engine.run(deadline=DEADLINE).results) == 2


def test_many_requests_at_once_all_hear_that_all_is_well() -> None:
    """No interleaving of requests, runs and landings gives a false alarm or an old result."""
    checks = [Sample(name) for name in ("a", "b", "c", "d")]
    with engine_of(*checks) as engine, ThreadPoolExecutor(REQUESTS) as pool:

        def ask(number: int) -> Report:
            names = None if number % 3 else ["b", "d"]
            return engine.run(names, deadline=DEADLINE)

        for report in pool.map(ask, range(3000)):
            assert report.status is Status.OK
            assert not any(report.is_kept(result) for result in report.results)
        assert engine.stuck == 0
        assert {check.cancelled for check in checks} == {0}
