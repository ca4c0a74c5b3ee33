"""``/openapi.json``: what can be asked of this very daemon."""

from __future__ import annotations

import msgspec

from django_health.reports.pages import JSON
from django_health_exporter.web.base import BaseHandler
from django_health_exporter.web.openapi.document import openapi_document
from django_health_exporter.web.openapi.table import Facts, operations
from django_health_exporter.web.probe.targets import probe_targets


class OpenApiHandler(BaseHandler):
    """Describes the HTTP interface; asks nothing."""

    def get(self) -> None:
        """Answer with the document."""
        engine, links = self.watched.engine, self.service.links
        targets = list(probe_targets(engine.checks))
        config = self.service.config
        exempt = config.exempt_paths
        table = operations(Facts(config.telemetry_path, engine.names, targets))
        paths = {operation.path for operation in table} if self.policy.users else set()
        document = openapi_document(table, links.path(""), paths.difference(exempt), exempt)
        self.answer(msgspec.json.encode(document) + b"\n", JSON)

    head = get
