"""The table of paths."""

from __future__ import annotations

import logging
import re
from collections.abc import Mapping

from tornado.web import Application, RequestHandler

from django_health.reports.pages import DETAILED, SHORT, SYSTEM, HealthPage
from django_health_exporter.web.base import NotFoundHandler
from django_health_exporter.web.effective.page import EffectiveConfigurationHandler
from django_health_exporter.web.openapi.page import OpenApiHandler
from django_health_exporter.web.pages.health import HealthHandler
from django_health_exporter.web.pages.lifecycle import ReloadHandler
from django_health_exporter.web.pages.liveness import HealthyHandler, ReadyHandler
from django_health_exporter.web.pages.status import StatusHandler, ToStatusHandler
from django_health_exporter.web.peers import peer_of
from django_health_exporter.web.probe.page import ProbeHandler
from django_health_exporter.web.probe.service_discovery import PROBE, ServiceDiscoveryHandler
from django_health_exporter.web.scrape.page import MetricsHandler
from django_health_exporter.web.service import Service

Arguments = dict[str, object]

Page = tuple[str, type[RequestHandler], Arguments]
"""A pattern of paths without the route prefix, who answers, and with what."""

logger = logging.getLogger(__name__)

PAGES: Mapping[str, HealthPage] = {
    "/health": SHORT,
    "/health/detailed": DETAILED,
    "/health/system": SYSTEM,
}


def build_application(service: Service) -> Application:
    """Return the application, with all pages under the route prefix."""
    shared = {"service": service}
    prefix = service.links.prefix
    pages = [
        (_under(prefix, pattern), handler, arguments)
        for pattern, handler, arguments in _pages(service)
    ]
    return Application(
        [*pages, *([(r"/", ToStatusHandler, shared)] if prefix else [])],
        default_handler_class=NotFoundHandler,
        default_handler_args=shared,
        log_function=_tell,
    )


def _pages(service: Service) -> list[Page]:
    """Return the pages; that of the metrics comes before all others."""
    shared: Arguments = {"service": service}
    return [
        (re.escape(service.config.telemetry_path), MetricsHandler, shared),
        *(
            (f"{path}/?", HealthHandler, {"service": service, "page": page})
            for path, page in PAGES.items()
        ),
        (PROBE, ProbeHandler, shared),
        (r"/sd", ServiceDiscoveryHandler, shared),
        (r"/config", EffectiveConfigurationHandler, shared),
        (r"/openapi\.json", OpenApiHandler, shared),
        (r"/-/healthy", HealthyHandler, shared),
        (r"/-/ready", ReadyHandler, shared),
        (r"/-/reload", ReloadHandler, shared),
        (r"/", StatusHandler, shared),
    ]


def _under(prefix: str, pattern: str) -> str:
    """Put the prefix before a pattern; the root is there with and without the last slash."""
    return f"{re.escape(prefix)}{'/?' if prefix and pattern == '/' else pattern}"


def _tell(handler: RequestHandler) -> None:
    """Log a request, without its query, for those who look closely."""
    request = handler.request
    # What is no path may be a whole URL, with a password in it.
    path = request.path if request.path.startswith("/") else ""
    logger.debug(
        "%d %s %s from %s",
        handler.get_status(),
        request.method,
        ascii(path),
        peer_of(request),
    )
