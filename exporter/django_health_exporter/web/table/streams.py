"""The bytes of a connection, plain or in TLS."""

from __future__ import annotations

import socket
import ssl
import struct
from collections.abc import Callable
from contextlib import suppress
from typing import Any

from tornado.iostream import IOStream, SSLIOStream, UnsatisfiableReadError

CHUNK = 16 * 1024
"""Bytes that are read at once, and so the most that is read ahead of a request."""

UNSENT = 128 * 1024
"""Bytes of an answer that the kernel takes before the client does; by itself it takes megabytes."""

HEADER = 16 * 1024
"""Bytes that the header of a request may have. tornado looks through all that it has with each byte
that comes, which takes a millisecond for four times as much."""

TOO_LARGE = (
    b"HTTP/1.1 431 Request Header Fields Too Large\r\n"
    b"Connection: close\r\nContent-Length: 0\r\n\r\n"
)
WRONG_DOOR = b"HTTP/1.0 400 Bad Request\r\n\r\nClient sent an HTTP request to an HTTPS server.\n"
"""What servers written in Go say then."""

Heard = Callable[[int], None]
"""Told of the number of bytes that have come."""


class PlainStream(IOStream):
    """A connection without TLS."""

    heard: Heard | None = None
    broken = False
    """Whether TLS is why it ended."""

    def read_from_fd(self, buf: bytearray | memoryview) -> int | None:
        """Read, and tell that something came."""
        count = super().read_from_fd(buf)
        if count and self.heard:
            self.heard(count)
        return count

    def close(self, exc_info: Any = False) -> None:
        """Close; a client whose header is too large is told.

        The error is not kept: by its traceback it would hold the stream, and all that came.
        """
        if isinstance(exc_info, UnsatisfiableReadError):
            _last_word(self.socket, TOO_LARGE)
        super().close()


class TlsStream(PlainStream, SSLIOStream):
    """A connection with TLS; the handshake begins by itself."""

    def close(self, exc_info: Any = False) -> None:
        """Close; a client that does not speak TLS is told."""
        if isinstance(exc_info, ssl.SSLError):
            self.broken = True
            if exc_info.reason == "HTTP_REQUEST":
                _last_word(self.socket, WRONG_DOOR, plain=True)
        super().close(exc_info)


def opened(client: socket.socket, tls: ssl.SSLContext | None) -> PlainStream | TlsStream:
    """Return the stream of a new connection.

    Raises:
        OSError: The client has gone already.
    """
    if client.family != socket.AF_UNIX:
        client.setsockopt(socket.IPPROTO_TCP, socket.TCP_NOTSENT_LOWAT, UNSENT)
    if tls is None:
        return PlainStream(client, read_chunk_size=CHUNK)
    wrapped = tls.wrap_socket(client, server_side=True, do_handshake_on_connect=False)
    return TlsStream(wrapped, read_chunk_size=CHUNK)


def throw_away(stream: IOStream) -> None:
    """Have the kernel forget, when a stream is closed, what its client has not taken.

    Otherwise it would keep that for minutes, for a client that reads nothing.
    """
    with suppress(OSError):
        stream.socket.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))


def _last_word(client: socket.socket, text: bytes, *, plain: bool = False) -> None:
    """Say why a connection ends, as far as the client listens, and in plain text even to TLS.

    What it has sent is taken, since closing with something unread cuts off what was said.
    """
    with suppress(OSError):
        if plain:
            socket.socket.send(client, text)
        else:
            client.send(text)
        socket.socket.recv(client, 2 * HEADER)
