"""A report as the text that Prometheus reads: a long one off the event loop, one at a time."""

from __future__ import annotations

import asyncio
from collections.abc import Collection, Iterable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from itertools import chain
from typing import NamedTuple

from django_health.engine import Engine
from django_health.reports.exposition import Page, encoder_for, page_of
from django_health.reports.families import health_batches
from django_health.reports.rendering import Renderer
from django_health.result import CheckResult, Report
from django_health.settings import HealthSettings
from django_health_exporter.web.probe.outcome import probe_measurements
from django_health_exporter.web.scrape.self_metrics import GROUPS, SelfMetrics, Teller

FEW = 1000
"""Figures whose page is made at once: it takes a millisecond or two, as does a thread's turn."""


class _Rendering(NamedTuple):
    """A rendering under way; it holds the results, so that no others can have their identity."""

    results: tuple[CheckResult, ...]
    page: asyncio.Future[Page]


class Exposition:
    """Makes the pages of metrics.

    Pages of few figures are made where they are asked for. Larger ones queue for one thread, since
    more of them at a time would only hold up the event loop; and requests that wait for the very
    same results at the same time share the bytes.

    Args:
        engine: Whose own state is told too.
        settings: The thresholds to tell.
        tellers: Tell of the daemon's parts that no engine concerns, at each page.
        groups: What is told of the engine, out of :data:`~.self_metrics.GROUPS`.
        few: Figures of checks whose page is made at once.
        thread: Where larger ones are made; one of its own if it is ``None``.
    """

    def __init__(
        self,
        engine: Engine,
        settings: HealthSettings,
        tellers: Iterable[Teller] = (),
        *,
        groups: Collection[str] = GROUPS.keys(),
        few: int = FEW,
        thread: ThreadPoolExecutor | None = None,
    ) -> None:
        self._settings = settings
        self._few = few
        self._groups = groups
        self._tellers = tellers
        self._own = SelfMetrics(engine, tellers, groups)
        self._thread = thread or ThreadPoolExecutor(1, thread_name_prefix="render")
        self._under_way: dict[tuple[str, bool, tuple[int, ...]], _Rendering] = {}

    def followed_by(self, engine: Engine, settings: HealthSettings) -> Exposition:
        """Return one for another configuration; both have the same thread for their work."""
        return Exposition(
            engine,
            settings,
            self._tellers,
            groups=self._groups,
            few=self._few,
            thread=self._thread,
        )

    async def page(self, report: Report, accept: str, *, compress: bool) -> Page:
        """Render a report, in the format that fits an ``Accept`` header best."""
        encoder, content_type = encoder_for(accept)
        if self._is_short(report):
            return self._render(report, encoder, content_type, compress)
        key = (content_type, compress, tuple(map(id, report.results)))
        rendering = self._under_way.get(key)
        if rendering is None:
            page = asyncio.get_running_loop().run_in_executor(
                self._thread, self._render, report, encoder, content_type, compress
            )
            rendering = self._under_way[key] = _Rendering(report.results, page)
            page.add_done_callback(lambda _: self._under_way.pop(key))
        return await rendering.page

    async def target_page(self, report: Report, accept: str, *, compress: bool) -> Page:
        """Render the report of one target, without what the daemon tells about itself."""
        encoder, content_type = encoder_for(accept)
        batches = chain((probe_measurements(report),), health_batches(report, self._settings))
        render = partial(page_of, batches, encoder, content_type, compress=compress)
        if self._is_short(report):
            return render()
        return await asyncio.get_running_loop().run_in_executor(self._thread, render)

    def close(self) -> None:
        """End the thread when its work is done; no page can be made afterwards."""
        self._thread.shutdown(wait=False, cancel_futures=True)

    def _is_short(self, report: Report) -> bool:
        return sum(len(result.outcome.measurements) for result in report.results) <= self._few

    def _render(self, report: Report, encoder: Renderer, content_type: str, compress: bool) -> Page:
        batches = chain(health_batches(report, self._settings), self._own.batches(report))
        return page_of(batches, encoder, content_type, compress=compress)
