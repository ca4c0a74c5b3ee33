"""Does a port accept connections."""

from __future__ import annotations

import time

from django_health.checks.endpoint import EndpointCheck, Figures
from django_health.network.deadline import Deadline
from django_health.network.timed_socket import TimedSocket
from django_health.result import Family
from django_health.settings.declarations import TcpEndpoint

CONNECT_SECONDS = Family(
    "django_health_tcp_connect_seconds",
    "Seconds that looking up the host and connecting took; absent when it did not succeed.",
    ("endpoint",),
)


class TcpCheck(EndpointCheck):
    """One port, connected to and left at once.

    The system of the other side accepts connections before the program there takes them, so this
    tells that somebody listens and that the way is open, not that the program answers.

    Args:
        name: What it is called; the value of the label ``endpoint``.
        endpoint: Where it is.
        timeout: Seconds for a run where the declaration has none.
    """

    name = "tcp"
    description = "TCP: connecting to a port"

    def __init__(self, name: str, endpoint: TcpEndpoint, timeout: float) -> None:
        super().__init__(name, endpoint, timeout)
        self._address = endpoint.host, endpoint.port

    def ask(self, deadline: Deadline, figures: Figures) -> None:
        """Connect, and leave."""
        begun = time.perf_counter()
        TimedSocket.open(self._line, self._address, deadline).close()
        figures.add("connect_seconds", time.perf_counter() - begun, CONNECT_SECONDS)
