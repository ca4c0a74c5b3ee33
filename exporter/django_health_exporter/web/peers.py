"""Who asks, as far as the connection tells."""

from __future__ import annotations

import socket

from tornado.httputil import HTTPServerRequest

UNIX = "unix"
"""What stands for the other end of a unix socket, which has no address."""


def peer_of(request: HTTPServerRequest) -> str:
    """Return the IP address that a request came from, or ``unix``."""
    return request.remote_ip or UNIX


def socket_of(request: HTTPServerRequest) -> socket.socket | None:
    """Return the socket that a request came through; ``None`` where it is closed already."""
    stream = getattr(request.connection, "stream", None)
    connection = getattr(stream, "socket", None)
    return connection if isinstance(connection, socket.socket) else None
