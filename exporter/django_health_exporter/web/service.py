"""What all request handlers share."""

from __future__ import annotations

from dataclasses import dataclass, field

from tornado.httputil import HTTPConnection

from django_health.engine import Engine
from django_health_exporter.web.config import WebConfig
from django_health_exporter.web.exposition import Exposition
from django_health_exporter.web.waiting import Wait


@dataclass(eq=False)
class Service:
    """What all request handlers share.

    Attributes:
        engine: Runs the checks.
        config: Paths and limits.
        exposition: Makes the pages of metrics.
        stopping: Whether the end has come: what is still asked is answered, and no more.
        waits: The requests that wait for checks, by their connection.
    """

    engine: Engine
    config: WebConfig
    exposition: Exposition
    stopping: bool = False
    waits: dict[HTTPConnection | None, Wait] = field(default_factory=dict)

    def over(self, connection: HTTPConnection) -> None:
        """End the wait of a request that has been answered, or whose client has gone."""
        if wait := self.waits.pop(connection, None):
            wait.abandon()
