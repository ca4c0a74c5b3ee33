"""A client that leaves before it has read its answer."""

from __future__ import annotations

import select
import socket
import struct
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from enum import Enum

PATIENCE = 30.0
"""Seconds that it waits at the most for what it wants to see before it leaves."""

_MEANWHILE = 0.05
_RESETTING = struct.pack("ii", 1, 0)
_SOME = 1024


class Moment(Enum):
    """When a client leaves."""

    IN_THE_REQUEST = "in the middle of its request"
    AT_ONCE = "as soon as the request is sent"
    MEANWHILE = "while the checks are asked"
    ANSWERED = "when the answer has come, which it does not read"
    IN_THE_ANSWER = "in the middle of the answer, which the kernel has as a whole"


def leave(
    place: tuple[str, int],
    path: str,
    moment: Moment,
    *,
    reset: bool = False,
    accept: str = "*/*",
    source: str = "127.0.0.1",
) -> None:
    """Ask, and leave at a moment: with a good-bye (FIN), or cutting the connection (RST)."""
    request = f"GET {path} HTTP/1.1\r\nHost: canary\r\nAccept: {accept}\r\n\r\n".encode()
    with socket.socket() as connection:
        connection.settimeout(PATIENCE)
        connection.bind((source, 0))
        connection.connect(place)
        if reset:
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _RESETTING)
        with suppress(ConnectionError):  # at its end the daemon leaves first
            _STAYS[moment](connection, request)


def _send_half(connection: socket.socket, request: bytes) -> None:
    connection.sendall(request[: len(request) // 2])


def _send(connection: socket.socket, request: bytes) -> None:
    connection.sendall(request)


def _linger(connection: socket.socket, request: bytes) -> None:
    connection.sendall(request)
    time.sleep(_MEANWHILE)


def _see(connection: socket.socket, request: bytes) -> None:
    connection.sendall(request)
    select.select([connection], [], [], PATIENCE)


def _read_some(connection: socket.socket, request: bytes) -> None:
    connection.sendall(request)
    connection.recv(_SOME)


_STAYS: Mapping[Moment, Callable[[socket.socket, bytes], None]] = {
    Moment.IN_THE_REQUEST: _send_half,
    Moment.AT_ONCE: _send,
    Moment.MEANWHILE: _linger,
    Moment.ANSWERED: _see,
    Moment.IN_THE_ANSWER: _read_some,
}
