"""Rendering: at once where it is little, else one at a time, shared by those who want the same."""

from __future__ import annotations

import asyncio
import gzip
import threading
from collections.abc import Sequence

import pytest

from django_health.engine import Engine
from django_health.result import Family, Measurement, Report
from django_health.settings import HealthSettings, Threshold, Thresholds
from django_health_exporter.web.scrape.exposition import Exposition
from running_web import FakeCheck

SLOW = Family("slow", "Slow.")


class Slow:
    """A teller that waits, and counts who is in it."""

    def __init__(self) -> None:
        self.free = threading.Event()
        self.entered = 0
        self.inside = 0
        self.most = 0

    def __call__(self) -> Sequence[Measurement]:
        """Wait."""
        self.entered += 1
        self.inside += 1
        self.most = max(self.most, self.inside)
        self.free.wait(10)
        self.inside -= 1
        return [SLOW(self.entered)]


@pytest.fixture
def report() -> Report:
    """A report of one check."""
    engine = Engine([FakeCheck()])
    made = engine.run(deadline=10)
    engine.close()
    return made


def exposition(slow: Slow) -> Exposition:
    """An exposition whose renderings are slow."""
    return Exposition(Engine([]), HealthSettings(), [slow], few=-1)


def copy(report: Report) -> Report:
    """Another report of the very same results."""
    return Report(report.results, report.created, report.now, report.duration)


def test_waiting_requests_with_the_same_results_share_the_bytes(report: Report) -> None:
    """One rendering serves all who want the same form of the same results."""
    slow = Slow()
    pages = exposition(slow)

    async def ask() -> None:
        tasks = [
            asyncio.ensure_future(pages.page(copy(report), "", compress=False)) for _ in range(5)
        ]
        await asyncio.sleep(0)
        slow.free.set()
        first, *others = await asyncio.gather(*tasks)
        assert all(other.body is first.body for other in others)

    asyncio.run(ask())
    assert slow.entered == 1
    pages.close()


def test_different_wants_are_rendered_one_after_the_other(report: Report) -> None:
    """Another format, gzip and other results have their own bytes, and never two at a time."""
    slow = Slow()
    pages = exposition(slow)
    engine = Engine([FakeCheck()])
    other = engine.run(deadline=10)
    engine.close()

    async def ask() -> None:
        tasks = [
            asyncio.ensure_future(pages.page(report, "", compress=False)),
            asyncio.ensure_future(pages.page(report, "", compress=True)),
            asyncio.ensure_future(pages.page(other, "", compress=False)),
            asyncio.ensure_future(
                pages.page(report, "application/openmetrics-text", compress=False)
            ),
        ]
        await asyncio.sleep(0)
        slow.free.set()
        text, _, _, openmetrics = await asyncio.gather(*tasks)
        assert openmetrics.body.endswith(b"# EOF\n")
        assert not text.body.endswith(b"# EOF\n")

    asyncio.run(ask())
    assert (slow.entered, slow.most) == (4, 1)
    pages.close()


@pytest.mark.parametrize(("few", "threads"), [(10, set()), (-1, {"render_0"})])
def test_a_short_page_takes_no_thread(report: Report, few: int, threads: set[str]) -> None:
    """The page of few results is made where it is asked for."""

    def where() -> Sequence[Measurement]:
        found.add(threading.current_thread().name)
        return ()

    found: set[str] = set()
    pages = Exposition(Engine([]), HealthSettings(), [where], few=few)
    asyncio.run(pages.page(report, "", compress=False))
    assert found == (threads or {threading.current_thread().name})
    pages.close()


def test_nothing_is_kept_between_requests(report: Report) -> None:
    """A later request is rendered anew: ages and the daemon's own figures have changed."""
    slow = Slow()
    slow.free.set()
    pages = exposition(slow)

    async def ask() -> None:
        first = await pages.page(report, "", compress=False)
        second = await pages.page(report, "", compress=False)
        assert first.body != second.body

    asyncio.run(ask())
    pages.close()


def test_a_failure_is_told_to_all_who_wait_and_not_kept(report: Report) -> None:
    """A teller that raises fails the requests of that moment only."""

    class Broken(Slow):
        def __call__(self) -> Sequence[Measurement]:
            if not self.free.is_set():
                raise LookupError
            return super().__call__()

    broken = Broken()
    pages = exposition(broken)

    async def ask() -> None:
        tasks = [pages.page(copy(report), "", compress=False) for _ in range(2)]
        for outcome in await asyncio.gather(*tasks, return_exceptions=True):
            assert isinstance(outcome, LookupError)
        broken.free.set()
        assert b"slow 1.0" in (await pages.page(report, "", compress=False)).body

    asyncio.run(ask())
    pages.close()


@pytest.mark.parametrize("targets", [0, 30])
def test_gzip_where_it_is_worth_it(targets: int) -> None:
    """Small answers stay as they are, larger ones are the same text after unpacking."""
    engine = Engine([FakeCheck(target=f"target{number}") for number in range(targets)])
    report = engine.run(deadline=10)

    pages = Exposition(Engine([]), HealthSettings())

    async def both() -> None:
        plain = await pages.page(report, "", compress=False)
        packed = await pages.page(report, "", compress=True)
        assert not plain.compressed
        assert packed.compressed is (len(plain.body) > 1024)
        if packed.compressed:
            assert len(packed.body) < len(plain.body) / 2
        body = gzip.decompress(packed.body) if packed.compressed else packed.body
        assert body == plain.body

    asyncio.run(both())
    engine.close()
    pages.close()


def test_the_one_that_follows_has_the_same_thread() -> None:
    """It tells of another engine, by other thresholds, and of the same daemon."""
    report = Engine([FakeCheck("system")]).run(deadline=20.0)
    daemon = Family("daemon", "Of the daemon.")
    first = Exposition(Engine([]), HealthSettings(), [lambda: [daemon(0)]], few=0)
    thresholds = Thresholds(cpu=Threshold(1, 2))
    second = first.followed_by(Engine([]), HealthSettings(thresholds=thresholds))
    told = b'django_health_threshold_ratio{level="warning",resource="cpu"} 0.01'

    def page(exposition: Exposition) -> bytes:
        return asyncio.run(exposition.page(report, "", compress=False)).body

    old, new = page(first), page(second)
    assert (told in old, told in new) == (False, True)
    assert b"daemon 0.0" in new
    first.close()
    with pytest.raises(RuntimeError):
        page(second)
