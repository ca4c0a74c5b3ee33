"""The HTTP server: takes connections, hands requests on, and ends without cutting an answer."""

from __future__ import annotations

import asyncio
import socket
import ssl
from collections.abc import Awaitable, Callable, Iterable
from contextlib import suppress
from functools import partial
from typing import Any, cast

from tornado.http1connection import HTTP1ConnectionParameters, HTTP1ServerConnection
from tornado.httputil import (
    HTTPConnection,
    HTTPHeaders,
    HTTPMessageDelegate,
    HTTPServerConnectionDelegate,
    RequestStartLine,
    ResponseStartLine,
)
from tornado.iostream import IOStream
from tornado.netutil import add_accept_handler
from tornado.web import Application

from django_health_exporter.web.descriptors import connections_within_limit
from django_health_exporter.web.refusal import BODY, is_too_long, refuse_body, refuse_connection
from django_health_exporter.web.service import Service
from django_health_exporter.web.table import Connection, ConnectionTable
from django_health_exporter.web.table.connection import address_of, group_of
from django_health_exporter.web.table.streams import CHUNK, HEADER, opened
from django_health_exporter.web.table.summary import Summary

PARAMETERS = HTTP1ConnectionParameters(chunk_size=CHUNK, max_header_size=HEADER, max_body_size=BODY)
"""What one client may send. tornado's own timeouts are off: the table sees to time."""

LAST_CALL = 0.05
"""Seconds for requests that were on their way when the end came."""


def build_server(service: Service, application: Application) -> DrainingServer:
    """Return the server for an application, with the limits that are configured."""
    config = service.config
    room = connections_within_limit(config.max_connections)
    times = (config.read_timeout, config.write_timeout, config.idle_timeout)
    table = ConnectionTable(room, *times, service.counts)
    policies = service.gate.policies
    return DrainingServer(
        application, table, lambda: policies.now().tls, service.over, service.gate.greet
    )


class DrainingServer(HTTPServerConnectionDelegate):
    """Serves an application on connections that a table keeps in bounds.

    Args:
        application: Answers requests.
        table: Has every connection, and closes those that take too long.
        tls: Returns what new connections are secured with; ``None`` for plain HTTP.
        over: Told of each request that has been answered, or whose client has gone. (tornado
            tells a handler only if the client goes while it is at work, not before.)
        greet: Told of each new connection; may close it when its handshake is over.
    """

    def __init__(
        self,
        application: HTTPServerConnectionDelegate,
        table: ConnectionTable,
        tls: Callable[[], ssl.SSLContext | None] = lambda: None,
        over: Callable[[HTTPConnection], None] = lambda _: None,
        greet: Callable[[IOStream], None] = lambda _: None,
    ) -> None:
        self._application = application
        self._table = table
        self._tls = tls
        self._over = over
        self._greet = greet
        self._summary = Summary(table.counts)
        self._listening: list[tuple[socket.socket, Callable[[], None]]] = []

    def add_sockets(self, listeners: Iterable[socket.socket]) -> None:
        """Take connections on listening sockets, which are the server's from now on."""
        self._summary.begin()
        self._listening += [
            (listener, add_accept_handler(listener, self._take)) for listener in listeners
        ]

    def stop(self) -> None:
        """Take no more connections."""
        for listener, end in self._listening:
            end()
            listener.close()
        self._listening.clear()

    async def drain(self, grace: float) -> None:
        """Accept no more, answer what has been asked within ``grace`` seconds, close everything."""
        self.stop()
        calmer = asyncio.Event()
        self._table.calmer = calmer.set
        with suppress(TimeoutError):
            async with asyncio.timeout(grace):
                await asyncio.sleep(LAST_CALL)
                while self._table.busy:
                    calmer.clear()
                    await calmer.wait()
        for connection in self._table:
            if connection.serving:
                await connection.serving.close()
        self._table.end()
        self._summary.end()

    def start_request(
        self, server_conn: object, request_conn: HTTPConnection
    ) -> HTTPMessageDelegate:
        """Wait for a request on a connection; the one before has been answered."""
        connection = _connection(server_conn)
        self._end_request(connection)
        self._table.awaits(connection)
        delegate = self._application.start_request(server_conn, request_conn)
        return _Request(delegate, request_conn, partial(self._asked, connection, request_conn))

    def on_close(self, server_conn: object) -> None:
        """Forget a connection."""
        connection = _connection(server_conn)
        self._end_request(connection)
        self._table.remove(connection)
        if connection.stream.broken:
            self._table.counts.failed_handshakes += 1

    def _take(self, client: socket.socket, address: Any) -> None:
        """Take a connection, or send it away before anything is spent on it."""
        remote_ip = address_of(client.family, address)
        group = group_of(remote_ip)
        tls = self._tls()
        if not self._table.has_room(group):
            refuse_connection(client, plain=tls is None)
            return
        try:
            stream = opened(client, tls)
        except OSError:  # it has gone already
            client.close()
            return
        protocol = "http" if tls is None else "https"
        connection = Connection(stream, remote_ip, group, protocol, self._table.answered)
        stream.heard = partial(self._table.heard, connection)
        connection.serving = HTTP1ServerConnection(stream, PARAMETERS, connection)
        self._table.add(connection)
        self._greet(stream)
        connection.serving.start_serving(self)

    def _asked(self, connection: Connection, request: HTTPConnection) -> None:
        connection.request = request
        self._table.asked(connection)

    def _end_request(self, connection: Connection) -> None:
        if request := connection.request:
            connection.request = None
            self._over(request)


def _connection(server_conn: object) -> Connection:
    return cast("Connection", cast("HTTP1ServerConnection", server_conn).context)


class _Request(HTTPMessageDelegate):
    """Passes a request on, and tells when all of it has come."""

    def __init__(
        self, delegate: HTTPMessageDelegate, request: HTTPConnection, complete: Callable[[], None]
    ) -> None:
        self._delegate = delegate
        self._request = request
        self._complete = complete

    def headers_received(
        self, start_line: RequestStartLine | ResponseStartLine, headers: HTTPHeaders
    ) -> Awaitable[None] | None:
        if is_too_long(headers):
            refuse_body(self._request)
            return None
        return self._delegate.headers_received(start_line, headers)

    def data_received(self, chunk: bytes) -> Awaitable[None] | None:
        return self._delegate.data_received(chunk)

    def finish(self) -> None:
        self._complete()
        self._delegate.finish()

    def on_connection_close(self) -> None:
        self._delegate.on_connection_close()
