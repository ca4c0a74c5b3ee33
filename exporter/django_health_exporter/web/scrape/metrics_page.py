"""A page of metrics, in the form that the client likes best."""

from __future__ import annotations

from typing import Protocol

from tornado.web import HTTPError

from django_health.reports.exposition import Page
from django_health.reports.negotiation import accepts_gzip
from django_health.result import Report
from django_health_exporter.web.base import ReportHandler
from django_health_exporter.web.errors import RequestError


class Renders(Protocol):
    """Makes a page of a report, as the methods of ``Exposition`` do."""

    async def __call__(self, report: Report, accept: str, *, compress: bool) -> Page:
        """Return the page for an ``Accept`` header, in gzip if that is wanted."""


class MetricsPageHandler(ReportHandler):
    """Answers with metrics made of what the checks answer."""

    def given(self, parameter: str) -> list[str]:
        """Return the values of a parameter of the query.

        Raises:
            RequestError: They are no text.
        """
        try:
            return self.get_query_arguments(parameter)
        except HTTPError:
            raise RequestError(400, f"{parameter} is no UTF-8") from None

    async def answer_metrics(self, render: Renders, report: Report) -> None:
        """Have a page made of a report, and send it."""
        headers = self.request.headers
        compress = accepts_gzip(headers.get("Accept-Encoding", ""))
        page = await render(report, headers.get("Accept", ""), compress=compress)
        self.set_header("Vary", "Accept, Accept-Encoding")
        if page.compressed:
            self.set_header("Content-Encoding", "gzip")
        self.answer(page.body, page.content_type)
