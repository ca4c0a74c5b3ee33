"""The health pages of the daemon and of the views: a report as body, media type and status code."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import msgspec

from django_health.reports.documents import (
    Document,
    detailed_document,
    health_document,
    system_document,
)
from django_health.reports.health_json import (
    detailed_health_json,
    short_health_json,
    system_health_json,
)
from django_health.reports.negotiation import HEALTH_JSON, json_type
from django_health.reports.shown import shown
from django_health.result import Report

JSON = "application/json; charset=utf-8"

FAILING = ("unhealthy", "error")
"""The statuses of a document for which the answer is 503."""


class Answer(NamedTuple):
    """What is sent, what it is, and the status code."""

    body: bytes
    content_type: str
    status: int


class HealthPage(NamedTuple):
    """A document in its two forms.

    Attributes:
        plain: Makes the one.
        health_json: Makes the other.
        component: The one component that it is about, if it is one.
        has_details: Whether it tells what the checks found.
    """

    plain: Callable[[Report], Document]
    health_json: Callable[[Report], Document]
    component: str | None = None
    has_details: bool = True

    @property
    def names(self) -> tuple[str] | None:
        """The components that have to be asked; ``None`` for all."""
        return None if self.component is None else (self.component,)

    def answer(self, report: Report, accept: str) -> Answer:
        """Return the form that fits an ``Accept`` header; 200 while it works, else 503."""
        if self.has_details:
            report = shown(report)
        document = self.plain(report)
        status = 503 if document.get("status") in FAILING else 200
        if json_type(accept) == HEALTH_JSON:
            return Answer(encoded(self.health_json(report)), HEALTH_JSON, status)
        return Answer(encoded(document), JSON, status)


SHORT = HealthPage(health_document, short_health_json, has_details=False)
DETAILED = HealthPage(detailed_document, detailed_health_json)
SYSTEM = HealthPage(system_document, system_health_json, "system")


def encoded(document: Document) -> bytes:
    """Return a document as one line of JSON; a number that is not finite becomes ``null``."""
    return msgspec.json.encode(document, enc_hook=_type_name) + b"\n"


def _type_name(value: object) -> str:
    """Stand in for a value that JSON has no form for; its text may hold anything."""
    return type(value).__name__
