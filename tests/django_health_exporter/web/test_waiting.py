"""Waiting for checks on the event loop."""

import asyncio
import threading

from django_health.engine import Engine
from django_health.result import Reason, Status
from django_health_exporter.web.waiting import Wait
from running_web import CancellableCheck, FakeCheck, HangingCheck


def test_ends_when_all_have_answered() -> None:
    """The report has what the checks said, long before the deadline."""
    engine = Engine([FakeCheck()])
    report = asyncio.run(Wait().report(engine, None, 60))
    assert [result.status for result in report.results] == [Status.OK]
    engine.close()


def test_the_deadline_gives_what_is_known() -> None:
    """What has not answered is reported as timed out, what has as it is."""
    hanging = HangingCheck()
    engine = Engine([FakeCheck(), hanging])
    report = asyncio.run(asyncio.wait_for(Wait().report(engine, None, 0.2), 20))
    assert [result.outcome.reason for result in report.results] == [None, Reason.TIMEOUT]
    hanging.released.set()
    engine.close()


def test_abandoning_ends_the_wait_alone() -> None:
    """The check goes on, and its answer is there for the next who asks."""
    hanging = HangingCheck()
    engine = Engine([hanging])

    async def abandoned() -> bool:
        wait = Wait()
        asyncio.get_running_loop().call_later(0.01, wait.abandon)
        await asyncio.wait_for(wait.report(engine, None, 60), 20)
        return wait.abandoned

    assert asyncio.run(abandoned())
    assert not hanging.released.is_set()
    hanging.released.set()
    engine.close()


def test_many_waits_take_no_threads() -> None:
    """A hundred requests that wait for one hanging check share its one run."""
    hanging = CancellableCheck()
    engine = Engine([hanging])
    before = threading.active_count()
    counts: list[int] = []

    async def all_wait() -> None:
        waits = [asyncio.ensure_future(Wait().report(engine, None, 60)) for _ in range(100)]
        await asyncio.to_thread(hanging.entered.wait)
        counts.append(threading.active_count() - before)
        hanging.released.set()
        for report in await asyncio.gather(*waits):
            assert report.status is Status.OK

    asyncio.run(all_wait())
    assert counts[0] <= 3  # one runs the check, one watches, one is the test's own
    assert hanging.runs == 1
    engine.close()


def test_a_check_that_answers_after_the_loop_has_ended() -> None:
    """Nobody is there to be woken, and nothing breaks."""
    hanging = HangingCheck()
    engine = Engine([hanging])
    asyncio.run(Wait().report(engine, None, 0.01))
    hanging.released.set()
    assert engine.run(deadline=30).status is Status.OK
    engine.close()
