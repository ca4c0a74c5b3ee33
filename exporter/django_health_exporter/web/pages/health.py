"""``/health/`` and the pages under it: the checks as JSON, with a status code for balancers."""

from __future__ import annotations

from django_health.reports.pages import SHORT, HealthPage
from django_health_exporter.web.base import ReportHandler
from django_health_exporter.web.errors import RequestError
from django_health_exporter.web.scrape.deadline import deadline_of
from django_health_exporter.web.service import Service


class HealthHandler(ReportHandler):
    """Asks the checks, and answers with a page made of the report."""

    def initialize(self, service: Service, page: HealthPage = SHORT) -> None:
        """Take what all handlers share, and the page."""
        super().initialize(service)
        self._page = page

    async def get(self) -> None:
        """Answer with the page: 200 while it works, even with a warning, else 503."""
        component = self._page.component
        if component is not None and component not in self.watched.engine.names:
            raise RequestError(404, f"the check {component!r} is switched off")
        report = await self.report(self._page.names, deadline_of(None, self.service.config))
        body, content_type, status = self._page.answer(
            report, self.request.headers.get("Accept", "")
        )
        self.set_header("Vary", "Accept")
        self.answer(body, content_type, status)

    head = get
