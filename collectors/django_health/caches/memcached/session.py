"""A session with Memcached: pymemcache's client on a socket of our own, greeted."""

from __future__ import annotations

import socket
import ssl
import time
from typing import cast

from pymemcache.client.base import Client

from django_health.caches.memcached.stats import MemcachedStats, values_of
from django_health.caches.memcached.text import greet, stats
from django_health.caches.own_key import SECONDS_TO_LIVE, fresh_value
from django_health.failure import CheckFailed
from django_health.network.cancellable_socket import CancellableSocket
from django_health.result import Reason
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
        self._client = Client(target.address)
        self._client.sock = cast(socket.socket, self._socket)
        self._max_connections: int | None = None

    def close(self) -> None:
        """End it; for a broken one too."""
        self._client.close()
        self._socket.close()

    def stats(self) -> MemcachedStats:
        """Ask for the statistics; the first time, of an old server, for its settings too."""
        text = stats(self._socket)
        if self._max_connections is None and b"STAT max_connections " not in text:
            settings = values_of(stats(self._socket, b" settings"))
            self._max_connections = int(settings.get("maxconns", 0))
        return MemcachedStats(text, self._max_connections or None)

    def operations(self, key: bytes) -> dict[str, float]:
        """Set, get and compare, delete; return how many seconds each took.

        Raises:
            CheckFailed: The value came back changed or not at all.
            MemcacheError: An error line, or no answer.
        """
        value = fresh_value()
        begun = time.perf_counter()
        self._client.set(key, value, expire=SECONDS_TO_LIVE, noreply=False)
        was_set = time.perf_counter()
        found = self._client.get(key)
        was_got = time.perf_counter()
        if found != value:
            raise CheckFailed(
                Reason.WRONG_ANSWER,
                "the value just set was gone" if found is None else "another value came back",
            )
        self._client.delete(key, noreply=False)
        done = time.perf_counter()
        return {"set": was_set - begun, "get": was_got - was_set, "delete": done - was_got}
