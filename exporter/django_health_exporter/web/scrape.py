"""``/metrics``: the checks as Prometheus reads them."""

from __future__ import annotations

from django_health.reports.negotiation import accepts_gzip
from django_health_exporter.web.base import ReportHandler
from django_health_exporter.web.deadline import HEADER, deadline_of
from django_health_exporter.web.selection import COLLECT, EXCLUDE, chosen_names


class MetricsHandler(ReportHandler):
    """Asks the checks, and renders what they answer in time."""

    async def get(self) -> None:
        """Answer a scrape."""
        service, headers = self.service, self.request.headers
        names = chosen_names(
            self.get_query_arguments(COLLECT),
            self.get_query_arguments(EXCLUDE),
            service.engine.names,
        )
        report = await self.report(names, deadline_of(headers.get(HEADER), service.config))
        page = await service.exposition.page(
            report,
            headers.get("Accept", ""),
            compress=accepts_gzip(headers.get("Accept-Encoding", "")),
        )
        self.set_header("Vary", "Accept, Accept-Encoding")
        if page.compressed:
            self.set_header("Content-Encoding", "gzip")
        self.answer(page.body, page.content_type)

    head = get
