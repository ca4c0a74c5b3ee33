"""The bytes of a connection, plain or in TLS."""

from __future__ import annotations

import asyncio
import fcntl
import gc
import socket
import ssl
import struct
import termios
import weakref
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest
from tornado.iostream import StreamClosedError

from django_health_exporter.web.table.streams import (
    HEADER,
    TOO_LARGE,
    UNSENT,
    WRONG_DOOR,
    PlainStream,
    TlsStream,
    opened,
    throw_away,
)
from live_servers import issue_certificate
from open_connections import on_a_loop, until

Stream = PlainStream | TlsStream
Talk = Callable[[Stream, socket.socket], Awaitable[None]]


def _server_context(folder: Path) -> ssl.SSLContext:
    files = issue_certificate(folder)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(files.certificate, files.key)
    return context


def _all_of(client: socket.socket) -> bytes:
    client.settimeout(20)
    return b"".join(iter(lambda: client.recv(65536), b""))


async def _said(client: socket.socket) -> bytes:
    return await asyncio.to_thread(_all_of, client)


def _pair() -> tuple[socket.socket, socket.socket]:
    """The two ends of a connection on loopback."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        client = socket.create_connection(listener.getsockname(), timeout=20)
        return listener.accept()[0], client


async def _talk(
    folder: Path | None, talk: Callable[[Stream, socket.socket], Awaitable[None]]
) -> None:
    """Have a stream of the server and the client's socket, and close both in the end."""
    ours, client = _pair()
    stream = opened(ours, _server_context(folder) if folder else None)
    try:
        await talk(stream, client)
    finally:
        stream.close()
        client.close()


@on_a_loop
async def test_tells_that_something_came() -> None:
    """Every byte, when it comes and not when it is wanted."""

    async def talk(stream: Stream, client: socket.socket) -> None:
        counts: list[int] = []
        stream.heard = counts.append
        client.sendall(b"GET / HTTP/1.1\r\n")
        waiting = asyncio.ensure_future(stream.read_until(b"\r\n\r\n"))
        await until(lambda: counts == [16])
        client.sendall(b"\r\n")
        assert await waiting == b"GET / HTTP/1.1\r\n\r\n"
        assert counts == [16, 2]

    await _talk(None, talk)


def test_a_header_that_is_too_large() -> None:
    """The client is told in the answer that is meant for that, in plain text at least."""

    async def talk(stream: Stream, client: socket.socket) -> None:
        waiting = stream.read_until(b"\r\n\r\n", max_bytes=HEADER)
        client.sendall(b"x" * (HEADER + 1))
        await until(stream.closed)
        assert await _said(client) == TOO_LARGE
        with pytest.raises(StreamClosedError):
            await waiting

    asyncio.run(_talk(None, talk))


@on_a_loop
async def test_what_was_sent_is_free_at_once() -> None:
    """Also after an error, whose traceback would keep it until the garbage collector comes."""
    gc.disable()
    try:
        ours, client = _pair()
        with client:
            stream = opened(ours, None)
            reading = stream.read_until(b"\r\n\r\n", max_bytes=HEADER)
            client.sendall(b"x" * (HEADER + 1))
            await until(stream.closed)
            gone = weakref.ref(stream)
            del stream, reading, ours
            await until(lambda: gone() is None)
    finally:
        gc.enable()


def test_plain_http_on_a_port_with_tls(tmp_path: Path) -> None:
    """The client is told as other exporters tell it."""

    async def talk(stream: Stream, client: socket.socket) -> None:
        client.sendall(b"GET / HTTP/1.1\r\nHost: x\r\n\r\n")
        await until(stream.closed)
        assert await _said(client) == WRONG_DOOR
        assert stream.broken

    asyncio.run(_talk(tmp_path, talk))


def test_the_kernel_keeps_little_for_a_slow_reader() -> None:
    """Of a large answer most waits in the process, where it is counted and can be dropped."""

    async def talk(stream: Stream, _: socket.socket) -> None:
        stream.write(bytes(40 * UNSENT))
        assert stream.writing()
        assert _unsent(stream.socket) < 4 * UNSENT

    asyncio.run(_talk(None, talk))


def test_what_is_not_taken_is_thrown_away() -> None:
    """The client sees that the answer was cut, and the kernel keeps nothing of it."""

    async def talk(stream: Stream, client: socket.socket) -> None:
        stream.write(bytes(40 * UNSENT))
        throw_away(stream)
        stream.close()
        with pytest.raises(ConnectionResetError):
            await _said(client)

    asyncio.run(_talk(None, talk))


def _unsent(ours: socket.socket) -> int:
    """Bytes that the kernel keeps for the client, who has not got or not confirmed them."""
    (count,) = struct.unpack("i", fcntl.ioctl(ours, termios.TIOCOUTQ, bytes(4)))
    return int(count)
