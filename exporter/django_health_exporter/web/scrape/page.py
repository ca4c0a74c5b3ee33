"""``/metrics``: the checks as Prometheus reads them."""

from __future__ import annotations

from django_health_exporter.web.scrape.deadline import HEADER, deadline_of
from django_health_exporter.web.scrape.metrics_page import MetricsPageHandler
from django_health_exporter.web.scrape.selection import COLLECT, EXCLUDE, chosen_names


class MetricsHandler(MetricsPageHandler):
    """Asks the checks, and renders what they answer in time."""

    async def get(self) -> None:
        """Answer a scrape."""
        names = chosen_names(
            self.given(COLLECT),
            self.given(EXCLUDE),
            self.watched.engine.names,
        )
        report = await self.report(
            names, deadline_of(self.request.headers.get(HEADER), self.service.config)
        )
        await self.answer_metrics(self.watched.exposition.page, report)

    head = get
