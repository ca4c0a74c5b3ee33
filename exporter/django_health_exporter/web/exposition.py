"""A report as the text that Prometheus reads: one rendering at a time, off the event loop."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import chain
from typing import NamedTuple

from prometheus_client.metrics_core import Metric
from prometheus_client.registry import Collector

from django_health.engine import Engine
from django_health.metrics import health_families
from django_health.reports.exposition import Page, encoder_for, page_of
from django_health.reports.rendering import Encoder
from django_health.result import CheckResult, Report
from django_health.settings import HealthSettings
from django_health_exporter.web.self_metrics import EngineCollector


class _Rendering(NamedTuple):
    """A rendering under way; it holds the results, so that no others can have their identity."""

    results: tuple[CheckResult, ...]
    page: asyncio.Future[Page]


class Exposition:
    """Makes the pages of metrics.

    More than one rendering at a time would only hold up the event loop, so they queue for one
    thread; and requests that wait for the very same results at the same time share the bytes.

    Args:
        engine: Whose own state is told too.
        settings: The thresholds to tell.
        registry: The daemon's metrics about itself.
    """

    def __init__(self, engine: Engine, settings: HealthSettings, registry: Collector) -> None:
        self._settings = settings
        self._own = (EngineCollector(engine), registry)
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="render")
        self._under_way: dict[tuple[str, bool, tuple[int, ...]], _Rendering] = {}

    async def page(self, report: Report, accept: str, *, compress: bool) -> Page:
        """Render a report, in the format that fits an ``Accept`` header best."""
        encoder, content_type = encoder_for(accept)
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

    def _render(self, report: Report, encoder: Encoder, content_type: str, compress: bool) -> Page:
        families = _Families(report, self._settings, self._own)
        return page_of(families, encoder, content_type, compress=compress)


class _Families:
    """A report and the daemon's own collectors as the one collector that an encoder takes."""

    def __init__(
        self, report: Report, settings: HealthSettings, own: tuple[Collector, ...]
    ) -> None:
        self._report = report
        self._settings = settings
        self._own = own

    def collect(self) -> Iterator[Metric]:
        yield from health_families(self._report, self._settings)
        yield from chain.from_iterable(collector.collect() for collector in self._own)
