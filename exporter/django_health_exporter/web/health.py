"""``/health/`` and the pages under it: the checks as JSON, with a status code for balancers."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import msgspec

from django_health.result import Report
from django_health_exporter.web.base import ReportHandler
from django_health_exporter.web.deadline import deadline_of
from django_health_exporter.web.errors import RequestError
from django_health_exporter.web.service import Service

JSON = "application/json; charset=utf-8"

FAILING = ("unhealthy", "error")
"""The statuses of a document for which the answer is 503."""


class HealthHandler(ReportHandler):
    """Asks the checks, and answers with a document made of the report."""

    def initialize(
        self,
        service: Service,
        document: Callable[[Report], Mapping[str, object]] = lambda _: {},
        component: str | None = None,
    ) -> None:
        """Take what makes the document, and the one component that it is about, if it is one."""
        super().initialize(service)
        self._document = document
        self._component = component

    async def get(self) -> None:
        """Answer with the document: 200 while it works, even with a warning, else 503."""
        report = await self.report(self._names(), deadline_of(None, self.service.config))
        document = self._document(report)
        status = 503 if document.get("status") in FAILING else 200
        self.answer(encoded(document), JSON, status)

    head = get

    def _names(self) -> tuple[str, ...] | None:
        if self._component is None:
            return None
        if self._component not in self.service.engine.names:
            raise RequestError(404, f"the check {self._component!r} is switched off")
        return (self._component,)


def encoded(document: Mapping[str, object]) -> bytes:
    """Return a document as one line of JSON; a number that is not finite becomes ``null``."""
    return msgspec.json.encode(document, enc_hook=_type_name) + b"\n"


def _type_name(value: object) -> str:
    """Stand in for a value that JSON has no form for; its text may hold anything."""
    return type(value).__name__
