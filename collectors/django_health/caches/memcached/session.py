"""A session with Memcached: a socket of our own, greeted."""

from __future__ import annotations

import ssl
import time
from collections.abc import Callable

from django_health.caches.memcached.own_item import OwnItem
from django_health.caches.memcached.stats import MemcachedStats, values_of
from django_health.caches.memcached.text import STATS, greet, heard_stats, stats
from django_health.caches.own_key import fresh_value
from django_health.network.cancellable_socket import CancellableSocket
from django_health.network.distance import awaited_at
from django_health.steps import Steps, heard_at
from django_health.targets import MemcachedTarget

_SETTINGS = b"stats settings\r\n"


class MemcachedSession:
    """One connection, which is not opened anew when it breaks.

    Args:
        line: Opens the socket, and can end it from another thread.
        target: Where the server is.
        timeout: Seconds for connecting, and for every single wait.

    Attributes:
        awaited: What is waited for between a question and its answer.
    """

    def __init__(self, line: CancellableSocket, target: MemcachedTarget, timeout: float) -> None:
        context = target.tls_context
        self._socket = line.open(
            target.address,
            timeout,
            context if isinstance(context, ssl.SSLContext) else None,
            # pymemcache tries one address of a name only, and so does the application with it
            first_address_only=target.backend.endswith("PyMemcacheCache"),
        )
        try:
            greet(self._socket)
        except BaseException:
            self._socket.close()
            raise
        self._socket.time_by_system(timeout)
        self.awaited = awaited_at(self._socket.fileno())
        self._max_connections: int | None = None

    def close(self) -> None:
        """End it; for a broken one too."""
        self._socket.close()

    def ask_stats(self) -> None:
        """Ask for the statistics."""
        self._socket.sendall(STATS)

    def hear_stats(self) -> MemcachedStats:
        """Hear the statistics; the first time, ask an old server for its settings too."""
        text = heard_stats(self._socket)
        if self._max_connections is None and b"STAT max_connections " not in text:
            settings = values_of(stats(self._socket, _SETTINGS))
            self._max_connections = int(settings.get("maxconns", 0))
        return MemcachedStats(text, self._max_connections or None)

    def operations(self, item: OwnItem) -> Steps[dict[str, float]]:
        """Set, get and compare, delete; return how many seconds each took.

        Raises:
            CheckFailed: The value came back changed or not at all.
            MemcacheError: An error line, or no answer.
        """
        line, value = self._socket, fresh_value()
        return {
            "set": (yield from self._timed(item.set(value), lambda: item.hear_set(line))),
            "get": (yield from self._timed(item.get, lambda: item.hear_get(line, value))),
            "delete": (yield from self._timed(item.delete, lambda: item.hear_delete(line))),
        }

    def _timed(self, question: bytes, hear: Callable[[], None]) -> Steps[float]:
        """Ask, hear the answer, and return how many seconds that took."""
        begun = time.perf_counter()
        self._socket.sendall(question)
        seen = yield self.awaited
        hear()
        return heard_at(seen) - begun
