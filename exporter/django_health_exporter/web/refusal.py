"""Refusals that come before there is a request to answer."""

from __future__ import annotations

import socket
from contextlib import suppress

from tornado.httputil import HTTPConnection, HTTPHeaders, ResponseStartLine

BODY = 64 * 1024
"""Bytes that the body of a request may have; no page reads one."""

CLOSING = {"Connection": "close", "Content-Type": "text/plain; charset=utf-8"}

NO_ROOM = (
    b"HTTP/1.1 503 Service Unavailable\r\nConnection: close\r\nRetry-After: 1\r\n"
    b"Content-Type: text/plain; charset=utf-8\r\nContent-Length: 21\r\n\r\n"
    b"too many connections\n"
)


def refuse_connection(client: socket.socket, *, plain: bool) -> None:
    """Close a connection for which there is no room, with 503 where it can be told."""
    with suppress(OSError):
        if plain:
            client.setblocking(False)
            client.send(NO_ROOM)
            client.shutdown(socket.SHUT_WR)
    client.close()


def is_too_long(headers: HTTPHeaders) -> bool:
    """Whether a request announces a body longer than any may be."""
    length = headers.get("Content-Length", "").lstrip("0")
    if not (length.isascii() and length.isdecimal()):
        return False  # what is no number is a malformed request
    return len(length) > len(str(BODY)) or int(length) > BODY


def refuse_body(request: HTTPConnection) -> None:
    """Answer 413, which closes the connection: what comes is not read."""
    text = f"a request may have {BODY} bytes of body\n".encode()
    headers = HTTPHeaders({**CLOSING, "Content-Length": str(len(text))})
    start_line = ResponseStartLine("HTTP/1.1", 413, "Content Too Large")
    request.write_headers(start_line, headers, text)
    request.finish()
