"""A session with Memcached: a socket of our own, greeted."""

from __future__ import annotations

import ssl
import time

from django_health.caches.memcached.own_item import OwnItem
from django_health.caches.memcached.stats import MemcachedStats, values_of
from django_health.caches.memcached.text import greet, stats
from django_health.caches.own_key import fresh_value
from django_health.network.cancellable_socket import CancellableSocket
from django_health.targets import MemcachedTarget


class MemcachedSession:
    """One connection, which is not opened anew when it breaks.

    Args:
        line: Opens the socket, and can end it from another thread.
        target: Where the server is.
        timeout: Seconds for connecting, and for every single wait.
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
        self._max_connections: int | None = None

    def close(self) -> None:
        """End it; for a broken one too."""
        self._socket.close()

    def stats(self) -> MemcachedStats:
        """Ask for the statistics; the first time, of an old server, for its settings too."""
        text = stats(self._socket)
        if self._max_connections is None and b"STAT max_connections " not in text:
            settings = values_of(stats(self._socket, b" settings"))
            self._max_connections = int(settings.get("maxconns", 0))
        return MemcachedStats(text, self._max_connections or None)

    def operations(self, item: OwnItem) -> dict[str, float]:
        """Set, get and compare, delete; return how many seconds each took.

        Raises:
            CheckFailed: The value came back changed or not at all.
            MemcacheError: An error line, or no answer.
        """
        value = fresh_value()
        begun = time.perf_counter()
        item.set(self._socket, value)
        was_set = time.perf_counter()
        item.get(self._socket, value)
        was_got = time.perf_counter()
        item.delete(self._socket)
        done = time.perf_counter()
        return {"set": was_set - begun, "get": was_got - was_set, "delete": done - was_got}
