"""What all request handlers share."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass, field
from typing import NamedTuple

from tornado.httputil import HTTPConnection

from django_health.history import History
from django_health_exporter.web.admission import Admission
from django_health_exporter.web.config import WebConfig
from django_health_exporter.web.gate.gate import Gate
from django_health_exporter.web.links import Links
from django_health_exporter.web.table import ConnectionCounts
from django_health_exporter.web.waiting import Wait
from django_health_exporter.web.watched import Watched


class Reloaded(NamedTuple):
    """What came of reading the configuration again.

    Attributes:
        is_done: Whether the new one is in force; else the one before is.
        line: What there is, or why it could not be; no secret stands in it.
    """

    is_done: bool
    line: str


@dataclass(eq=False)
class Service:
    """What all request handlers share.

    Attributes:
        watched: What new requests are answered from.
        config: Paths and limits.
        gate: Lets requests in.
        stopping: Whether the end has come: what is still asked is answered, and no more.
        waits: The requests that wait for checks, by their connection.
        counts: What became of connections and requests.
        admission: Lets so many requests wait for checks at the same time, and no more.
        links: Where the pages are, inside and as seen from outside.
        history: What the checks said before, whatever configuration they are of.
        reload: Has the configuration read again, if that can be.
    """

    watched: Watched
    config: WebConfig
    gate: Gate
    reload: Callable[[], Future[Reloaded]] | None = None
    stopping: bool = False
    waits: dict[HTTPConnection | None, Wait] = field(default_factory=dict)
    counts: ConnectionCounts = field(default_factory=ConnectionCounts)
    history: History = field(default_factory=History)
    admission: Admission = field(init=False)
    links: Links = field(init=False)

    def __post_init__(self) -> None:
        self.admission = Admission(self.config.max_requests, self.counts)
        self.links = Links(self.config.external_url, self.config.route_prefix)

    def over(self, connection: HTTPConnection) -> None:
        """End the wait of a request that has been answered, or whose client has gone."""
        if wait := self.waits.pop(connection, None):
            wait.abandon()
