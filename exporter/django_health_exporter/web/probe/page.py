"""``/probe``: one target of the configuration, as Prometheus reads it."""

from __future__ import annotations

from django_health.result import Report
from django_health_exporter.web.base import PLAIN
from django_health_exporter.web.errors import RequestError
from django_health_exporter.web.probe.debug import debug_text
from django_health_exporter.web.probe.request import DEBUG, TARGET, Asked, asked_for
from django_health_exporter.web.scrape.deadline import HEADER, deadline_of
from django_health_exporter.web.scrape.metrics_page import MetricsPageHandler
from django_health_exporter.web.scrape.selection import COLLECT


class ProbeHandler(MetricsPageHandler):
    """Asks the checks of one target, and renders what they answer in time."""

    async def get(self) -> None:
        """Answer with the metrics of the target alone, or with how they came about."""
        parameters = {key: self.given(key) for key in (TARGET, COLLECT, DEBUG)}
        asked = asked_for(parameters, self.watched.targets.now())
        if asked.debug and not self.service.gate.is_allowed(self.request):
            raise RequestError(403, f"{DEBUG} is for those alone who may see details")
        limit = deadline_of(self.request.headers.get(HEADER), self.service.config)
        report = await self.report(asked.kinds, limit, asked.target.alias)
        if asked.debug:
            await self._explain(asked, report, limit)
        else:
            await self.answer_metrics(self.watched.exposition.target_page, report)

    head = get

    async def _explain(self, asked: Asked, report: Report, limit: float) -> None:
        page = await self.watched.exposition.target_page(report, "", compress=False)
        text = debug_text(asked, report, limit, self.watched.effective.targets)
        self.answer(f"{text}\n{page.body.decode()}".encode(), PLAIN)
