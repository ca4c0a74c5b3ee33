"""``/``: what this is, and where everything is."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape

from django_health.version import __version__
from django_health_exporter.web.base import PLAIN, BaseHandler
from django_health_exporter.web.links import Links

HTML = "text/html; charset=utf-8"

LINKS: Mapping[str, str] = {  # the metrics come before them
    "/health/": "how everything is, in one word",
    "/health/detailed/": "each check with its figures",
    "/health/system/": "the host",
    "/sd": "the targets that can be probed, for Prometheus to discover",
    "/config": "the configuration as it took effect",
    "/openapi.json": "what can be asked, for programs",
    "/-/healthy": "whether this process answers",
    "/-/ready": "whether it takes requests",
}

PAGE = """\
<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>django-health-exporter</title>
</head>
<body>
<h1>django-health-exporter</h1>
<p>Asks what a Django application stands on how it is, and answers Prometheus, load balancers and
people.</p>
<p>Version {version}</p>
<ul>
{items}
</ul>
</body>
</html>
"""


class LandingHandler(BaseHandler):
    """Links to all pages."""

    def get(self) -> None:
        """Answer with the page, which loads nothing from anywhere."""
        self.set_header("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'")
        page = landing_page(self.service.links, self.service.config.telemetry_path)
        self.answer(page.encode(), HTML)

    head = get


class ToLandingHandler(BaseHandler):
    """``/`` where the pages live under a route prefix."""

    def get(self) -> None:
        """Send the client to the landing page, as Prometheus does."""
        path = self.service.links.route("/")
        self.set_header("Location", path)
        self.answer(f"{path}\n".encode(), PLAIN, 302)

    head = get


def landing_page(links: Links, telemetry_path: str) -> str:
    """Return the page as HTML; it leads to where the pages are seen from outside."""
    pages = {telemetry_path: "metrics for Prometheus", **LINKS}
    items = (
        f'<li><a href="{escape(links.path(path))}">{escape(path)}</a>: {escape(text)}</li>'
        for path, text in pages.items()
    )
    return PAGE.format(version=escape(__version__), items="\n".join(items))
