"""The HTTP server with its limits, which knows which connections are being answered."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from functools import partial
from typing import Any

from tornado.httpserver import HTTPServer
from tornado.httputil import (
    HTTPConnection,
    HTTPHeaders,
    HTTPMessageDelegate,
    RequestStartLine,
    ResponseStartLine,
)

LIMITS: dict[str, Any] = {
    "xheaders": False,
    "max_header_size": 64 * 1024,
    "max_body_size": 64 * 1024,
    "max_buffer_size": 4 * 1024 * 1024,
    "body_timeout": 5.0,
    "idle_connection_timeout": 90.0,
}
"""What one client may cost: bytes it sends, bytes waiting for it, seconds it is slow or idle."""

LAST_CALL = 0.05
"""Seconds for requests that were on their way when the end came."""


class DrainingServer(HTTPServer):
    """tornado's server, which can end without cutting an answer.

    A connection counts as being answered from a request's headers until the last byte of the
    answer has been handed to the kernel, or the client has gone.
    """

    def initialize(  # tornado calls it in place of __init__
        self, *args: Any, over: Callable[[HTTPConnection], None] = lambda _: None, **kwargs: Any
    ) -> None:
        """Set up.

        Args:
            args: tornado's.
            over: Told of each request that has been answered, or whose client has gone. (tornado
                tells a handler only if the client goes while it is at work, not before.)
            kwargs: tornado's.
        """
        super().initialize(*args, **kwargs)
        self._over = over
        self._answering: dict[object, HTTPConnection] = {}
        self._calmer = asyncio.Event()

    def start_request(
        self, server_conn: object, request_conn: HTTPConnection
    ) -> HTTPMessageDelegate:
        """Wait for a request on a connection; the one before has been answered."""
        self._answered(server_conn)
        delegate = super().start_request(server_conn, request_conn)
        begin = partial(self._answering.__setitem__, server_conn, request_conn)
        return _Watched(delegate, begin)

    def on_close(self, server_conn: object) -> None:
        """Forget a connection."""
        self._answered(server_conn)
        super().on_close(server_conn)

    async def drain(self, grace: float) -> None:
        """Accept no more, answer what has been asked within ``grace`` seconds, close everything."""
        self.stop()
        with suppress(TimeoutError):
            async with asyncio.timeout(grace):
                await asyncio.sleep(LAST_CALL)
                while self._answering:
                    self._calmer.clear()
                    await self._calmer.wait()
        await self.close_all_connections()

    def _answered(self, server_conn: object) -> None:
        if request_conn := self._answering.pop(server_conn, None):
            self._over(request_conn)
        self._calmer.set()


class _Watched(HTTPMessageDelegate):
    """Passes a request on, and tells when its headers have come."""

    def __init__(self, delegate: HTTPMessageDelegate, begin: Callable[[], None]) -> None:
        self._delegate = delegate
        self._begin = begin

    def headers_received(
        self, start_line: RequestStartLine | ResponseStartLine, headers: HTTPHeaders
    ) -> Awaitable[None] | None:
        self._begin()
        return self._delegate.headers_received(start_line, headers)

    def data_received(self, chunk: bytes) -> Awaitable[None] | None:
        return self._delegate.data_received(chunk)

    def finish(self) -> None:
        self._delegate.finish()

    def on_connection_close(self) -> None:
        self._delegate.on_connection_close()
