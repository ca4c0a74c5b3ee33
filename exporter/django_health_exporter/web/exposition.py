"""A report as the text that Prometheus reads: a long one off the event loop, one at a time."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from typing import NamedTuple

from prometheus_client.registry import Collector

from django_health.engine import Engine
from django_health.reports.exposition import Page, encoder_for, page_of
from django_health.reports.families import health_batches
from django_health.reports.rendering import Renderer
from django_health.result import CheckResult, Report
from django_health.settings import HealthSettings
from django_health_exporter.web.self_metrics import EngineCollector

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
        registry: The daemon's metrics about itself.
        few: Figures of checks whose page is made at once.
    """

    def __init__(
        self, engine: Engine, settings: HealthSettings, registry: Collector, *, few: int = FEW
    ) -> None:
        self._settings = settings
        self._few = few
        self._own = (EngineCollector(engine), registry)
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="render")
        self._under_way: dict[tuple[str, bool, tuple[int, ...]], _Rendering] = {}

    async def page(self, report: Report, accept: str, *, compress: bool) -> Page:
        """Render a report, in the format that fits an ``Accept`` header best."""
        encoder, content_type = encoder_for(accept)
        if sum(len(result.outcome.measurements) for result in report.results) <= self._few:
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

    def close(self) -> None:
        """End the thread when its work is done; no page can be made afterwards."""
        self._thread.shutdown(wait=False, cancel_futures=True)

    def _render(self, report: Report, encoder: Renderer, content_type: str, compress: bool) -> Page:
        batches = health_batches(report, self._settings)
        return page_of(batches, encoder, content_type, *self._own, compress=compress)
