"""The table of paths."""

from __future__ import annotations

import logging
import re
from collections.abc import Mapping

from tornado.web import Application, RequestHandler

from django_health.reports.pages import DETAILED, SHORT, SYSTEM, HealthPage
from django_health_exporter.web.base import NotFoundHandler
from django_health_exporter.web.health import HealthHandler
from django_health_exporter.web.landing import LandingHandler
from django_health_exporter.web.probes import HealthyHandler, ReadyHandler
from django_health_exporter.web.scrape import MetricsHandler
from django_health_exporter.web.service import Service

logger = logging.getLogger(__name__)

PAGES: Mapping[str, HealthPage] = {
    "/health": SHORT,
    "/health/detailed": DETAILED,
    "/health/system": SYSTEM,
}


def build_application(service: Service) -> Application:
    """Return the application; the path of the metrics comes before all others."""
    shared = {"service": service}
    return Application(
        [
            (re.escape(service.config.telemetry_path), MetricsHandler, shared),
            *(
                (f"{path}/?", HealthHandler, {"service": service, "page": page})
                for path, page in PAGES.items()
            ),
            (r"/-/healthy", HealthyHandler, shared),
            (r"/-/ready", ReadyHandler, shared),
            (r"/", LandingHandler, shared),
        ],
        default_handler_class=NotFoundHandler,
        default_handler_args=shared,
        log_function=_tell,
    )


def _tell(handler: RequestHandler) -> None:
    """Log a request, without its query, for those who look closely."""
    request = handler.request
    logger.debug("%d %s %s", handler.get_status(), request.method, ascii(request.path))
