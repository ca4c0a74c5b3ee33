"""``/``: what this is, and where everything is."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape

from django_health.version import __version__
from django_health_exporter.web.base import BaseHandler

HTML = "text/html; charset=utf-8"

LINKS: Mapping[str, str] = {
    "/health/": "how everything is, in one word",
    "/health/detailed/": "each check with its figures",
    "/health/system/": "the host",
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
        self.answer(landing_page(self.service.config.telemetry_path).encode(), HTML)

    head = get


def landing_page(telemetry_path: str) -> str:
    """Return the page as HTML."""
    links = {telemetry_path: "metrics for Prometheus", **LINKS}
    items = (
        f'<li><a href="{escape(path)}">{escape(path)}</a>: {escape(text)}</li>'
        for path, text in links.items()
    )
    return PAGE.format(version=escape(__version__), items="\n".join(items))
