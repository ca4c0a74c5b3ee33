"""Handing an answer over, to clients that take it as slowly as they like."""

from __future__ import annotations

from tornado.web import RequestHandler

from django_health_exporter.web.table import Connection

LARGE = 64 * 1024
"""Bytes from which on a page is not copied; below, one piece with the header is cheaper."""


def send(handler: RequestHandler, body: bytes) -> None:
    """End a request with a body; who waits for the same page shares its bytes."""
    request = handler.request
    if len(body) < LARGE or request.method == "HEAD" or request.connection is None:
        handler.finish(body)
    else:
        handler.set_header("Content-Length", str(len(body)))
        handler.flush()
        request.connection.write(body)
        handler.finish()
    connection = getattr(request.connection, "context", None)
    if isinstance(connection, Connection):
        connection.answered(connection, body)
