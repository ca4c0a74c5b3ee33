"""A scraper that comes once a second, each time on a new connection or always on the same."""

from __future__ import annotations

import http.client
import ssl
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from live_exporter import Exporter

PATIENCE = 10.0
"""Seconds after which Prometheus, as it comes, gives up."""

HEADERS = {"X-Prometheus-Scrape-Timeout-Seconds": "10", "Accept-Encoding": "gzip"}


@dataclass
class Visits:
    """How the scrapes went.

    Attributes:
        seconds: What each good one took.
        failures: What was wrong with the others.
    """

    seconds: list[float] = field(default_factory=list)
    failures: list[str] = field(default_factory=list)

    def visit(self, connection: http.client.HTTPConnection) -> None:
        """Scrape."""
        begun = time.monotonic()
        try:
            connection.request("GET", "/metrics", headers=HEADERS)
            response = connection.getresponse()
            body = response.read()
        except (OSError, http.client.HTTPException) as error:
            self.failures.append(f"{type(error).__name__} after {time.monotonic() - begun:.1f} s")
            return
        if response.status != 200 or not body:
            self.failures.append(f"{response.status}: {body[:80]!r}")
        else:
            self.seconds.append(time.monotonic() - begun)


@contextmanager
def visiting(
    exporter: Exporter, every: float, *, kept: bool = False, tls: ssl.SSLContext | None = None
) -> Iterator[Visits]:
    """Scrape on a thread while the block runs, which begins when the first scrape has ended."""
    visits, under_way, over = Visits(), threading.Event(), threading.Event()

    def go_on() -> None:
        connection = _connection(exporter, tls)
        due = time.monotonic()
        while not over.wait(max(0.0, due - time.monotonic())):
            due += every
            visits.visit(connection)
            under_way.set()
            if not kept:
                connection.close()
        connection.close()

    thread = threading.Thread(target=go_on)
    thread.start()
    try:
        under_way.wait(PATIENCE)
        yield visits
    finally:
        over.set()
        thread.join()


def is_welcome(exporter: Exporter, source: str, tls: ssl.SSLContext | None) -> bool:
    """Whether the daemon answers a client from an address, which it does not if too many came."""
    connection = _connection(exporter, tls, (source, 0))
    try:
        connection.request("GET", "/-/healthy")
        return connection.getresponse().status == 200
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def _connection(
    exporter: Exporter, tls: ssl.SSLContext | None, source: tuple[str, int] | None = None
) -> http.client.HTTPConnection:
    place = (exporter.host, exporter.port)
    if tls:
        return http.client.HTTPSConnection(
            *place, timeout=PATIENCE, context=tls, source_address=source
        )
    return http.client.HTTPConnection(*place, timeout=PATIENCE, source_address=source)
