"""``/``: how everything is, for people, and where the other pages are."""

from __future__ import annotations

from collections.abc import Mapping

from django_health_exporter.web.base import PLAIN, BaseHandler, ReportHandler
from django_health_exporter.web.links import Links
from django_health_exporter.web.scrape.deadline import deadline_of

PATIENCE = 1.5
"""Seconds for which the page waits: somebody stands before it, and much is known already."""

METRICS = "Metrics"

PAGES: Mapping[str, str] = {  # the metrics come before them
    "Health, in one word": "/health/",
    "Health, in detail": "/health/detailed/",
    "Host": "/health/system/",
    "Targets": "/sd",
    "Configuration": "/config",
    "OpenAPI": "/openapi.json",
    "Alive": "/-/healthy",
    "Ready": "/-/ready",
}
"""What the status page calls the others, and where they are."""


class StatusHandler(ReportHandler):
    """Asks the checks, and shows what they say."""

    async def get(self) -> None:
        """Answer 200 with the page, whatever stands in it: it is people who look at it."""
        deadline = min(deadline_of(None, self.service.config), PATIENCE)
        report = await self.report(None, deadline, last_known=True)
        # The daemon is not to grow by a template engine before somebody looks.
        from django_health.page import About, PageLinks, here, status_page  # noqa: PLC0415

        settings = self.watched.settings
        pages = pages_of(self.service.links, self.service.config.telemetry_path)
        name = self.service.links.name or here(self.watched.effective.django.settings)
        page = status_page(
            report,
            history=self.service.history,
            links=PageLinks.beside(pages, settings.links),
            settings=settings,
            has_details=self.service.gate.has_named_itself(self.request),
            about=About(name),
        )
        for name, value in page.headers.items():
            self.set_header(name, value)
        self.answer(page.body, page.headers["Content-Type"])

    head = get


class ToStatusHandler(BaseHandler):
    """``/`` where the pages live under a route prefix."""

    def get(self) -> None:
        """Send the client to the status page, as Prometheus does."""
        path = self.service.links.route("/")
        self.set_header("Location", path)
        self.answer(f"{path}\n".encode(), PLAIN, 302)

    head = get


def pages_of(links: Links, telemetry_path: str) -> Mapping[str, str]:
    """Return where the pages are seen from outside, by what they are called."""
    pages = {METRICS: telemetry_path, **PAGES}
    return {name: links.path(path) for name, path in pages.items()}
