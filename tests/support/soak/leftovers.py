"""What the daemon holds when nobody asks, and what is left of it when it has ended."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable

import psutil

from faulty_stack import FaultyStack, Resources
from faulty_stack.resources import SLACK

PATIENCE = 10.0
"""Seconds in which what has ended has to be cleared away."""

WARM_UP = 3
"""Looks after which the daemon has all that it needs."""

_CLIENTLESS = ("postgresql", "mariadb", "redis", "memcached")
"""The servers that have no client but the daemon; Celery's worker is one of the broker."""


class Leftovers:
    """Sees that threads, descriptors, memory and connections do not pile up.

    Args:
        stack: The daemon and its servers.
        condemn: Told what has.

    Attributes:
        held: What the daemon held at each look.
    """

    def __init__(self, stack: FaultyStack, condemn: Callable[[str], None]) -> None:
        self._stack = stack
        self._condemn = condemn
        self.held: list[Resources] = []

    def look(self) -> None:
        """Look when all is well, nobody asks, and what was under way has had time to end."""
        deadline = time.monotonic() + PATIENCE
        while (complaint := self._complaint()) and time.monotonic() < deadline:
            time.sleep(0.1)
        self.held.append(self._stack.resources())
        if complaint:
            self._condemn(complaint)

    def expect_nothing_grown(self) -> None:
        """Compare the memory of the end with that after the warm-up.

        After an answer without end the C library may keep what that took, or give it back later: so
        the rounds differ by some twenty MiB, while what is really in use grows by two or three.
        """
        first, last = self.held[:WARM_UP][-1], self.held[-1]
        if last.memory - first.memory > SLACK:
            self._condemn(f"it has grown: {first} after the warm-up, {last} at the end")

    def expect_end(self) -> None:
        """End the daemon, and see that it leaves no connection behind."""
        if code := self._stack.exporter.stop():
            self._condemn(f"it ended with exit code {code}")
        deadline = time.monotonic() + PATIENCE
        while (left := self._connections()) and time.monotonic() < deadline:
            time.sleep(0.1)
        if left:
            self._condemn(f"it has ended, and these connections are left: {dict(left)}")

    def _complaint(self) -> str:
        held = self._stack.resources()
        if len(self.held) >= WARM_UP:
            most = self.held[WARM_UP - 1]
            if held.threads > most.threads or held.descriptors > most.descriptors:
                return f"it held {most} after the warm-up, and now {held}"
        connections = self._connections()
        if connections and max(connections.values()) > 1:
            return f"more than one connection per target: {dict(connections)}"
        return ""

    def _connections(self) -> Counter[str]:
        """How many connections stand: at the proxies, and at the servers themselves."""
        ports = {getattr(self._stack.servers, name).port: name for name in _CLIENTLESS}
        standing = Counter(
            f"at {ports[connection.laddr.port]}"
            for connection in psutil.net_connections("tcp")
            if connection.laddr and connection.laddr.port in ports
            if connection.status == psutil.CONN_ESTABLISHED
        )
        return +(standing + Counter({n: proxy.open for n, proxy in self._stack.proxies.items()}))
