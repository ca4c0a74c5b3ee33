"""One connection through the proxy: a client, the real server, and what is done between them."""

from __future__ import annotations

import asyncio
import socket
import struct
from contextlib import suppress

from fault_proxy.fault import Fault, Protocol

MOST_OF_A_FLOOD = 1024**3
"""Bytes after which it falls silent, lest a client that takes them all fill the memory."""

_CHUNK = 65536
_REST = 0.1
"""Seconds of silence after which a line is laid down."""
_AT_ONCE = struct.pack("ii", 1, 0)


class Session:
    """Passes on what both sides say, as far as the fault allows.

    Args:
        client: Who connected.
        server: Where the real server is.
        protocol: What they speak.
        fault: What is done to it now; changed by :meth:`spoil`.
    """

    def __init__(
        self, client: socket.socket, server: tuple[str, int], protocol: Protocol, fault: Fault
    ) -> None:
        self.fault = fault
        self._client = client
        self._address = server
        self._protocol = protocol
        self._server: asyncio.Future[socket.socket] = asyncio.get_running_loop().create_future()
        self._words = 0
        self._is_answered = True
        self._stood = False
        self._spoke = 0.0

    def spoil(self, fault: Fault) -> None:
        """Do this to a connection that stands; it is logged in."""
        self.fault = fault
        self._stood = True

    async def run(self) -> None:
        """Go on until one of them leaves, the fault ends it, or it is cancelled."""
        ways: list[asyncio.Task[None]] = []
        try:
            if self.fault is Fault.GARBAGE:
                await self._talk_garbage()
                return
            ways.append(asyncio.create_task(self._hear_client()))
            if self.fault is not Fault.SILENT:
                self._server.set_result(await self._connected())
                ways.append(asyncio.create_task(self._hear_server(self._server.result())))
            await asyncio.wait(ways, return_when=asyncio.FIRST_COMPLETED)
        except OSError:  # the real server is not there
            self._cut()
        finally:
            for way in ways:
                way.cancel()
            await asyncio.gather(*ways, return_exceptions=True)

    def close(self) -> None:
        """Close both ends, when :meth:`run` has ended, if it ever began."""
        self._client.close()
        if self._server.done() and not self._server.cancelled():
            self._server.result().close()

    async def _connected(self) -> socket.socket:
        server = socket.socket()
        server.setblocking(False)
        try:
            await asyncio.get_running_loop().sock_connect(server, self._address)
        except BaseException:
            server.close()
            raise
        server.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        return server

    async def _hear_client(self) -> None:
        loop = asyncio.get_running_loop()
        with suppress(OSError):
            while said := await loop.sock_recv(self._client, _CHUNK):
                self._words += self._is_answered
                self._is_answered = False
                if self.fault is Fault.GARBAGE:
                    await self._talk_garbage()
                    return
                if self.fault is Fault.ENDLESS and self._is_logged_in():
                    await self._talk_endlessly()
                    return
                if self.fault is not Fault.SILENT:
                    await self._delay()
                    await loop.sock_sendall(await self._server, said)

    async def _delay(self) -> None:
        """Wait where the line has to be set up again."""
        loop = asyncio.get_running_loop()
        if self._protocol.delay and loop.time() - self._spoke > _REST:
            await asyncio.sleep(self._protocol.delay)
        self._spoke = loop.time()

    async def _hear_server(self, server: socket.socket) -> None:
        loop = asyncio.get_running_loop()
        with suppress(OSError):
            while said := await loop.sock_recv(server, _CHUNK):
                self._is_answered = True
                self._spoke = loop.time()
                match self.fault:
                    case Fault.DRIP:
                        await self._drip(said)
                    case Fault.RESET if len(said) > 1:
                        await loop.sock_sendall(self._client, said[: len(said) // 2])
                        self._cut()
                        return
                    case Fault.SILENT:
                        pass
                    case Fault.SILENT_AFTER_HANDSHAKE | Fault.ENDLESS if self._is_logged_in():
                        pass
                    case _:
                        await loop.sock_sendall(self._client, said)
        if self.fault not in {Fault.NONE, Fault.RESET}:
            await asyncio.Event().wait()  # the server's leaving is its last word, and held back too

    def _is_logged_in(self) -> bool:
        return self._stood or self._words > self._protocol.handshake

    async def _drip(self, said: bytes) -> None:
        for byte in said:
            await asyncio.sleep(self._protocol.drip)
            await asyncio.get_running_loop().sock_sendall(self._client, bytes([byte]))

    async def _talk_garbage(self) -> None:
        with suppress(OSError):
            await asyncio.get_running_loop().sock_sendall(self._client, self._protocol.garbage)
            self._client.shutdown(socket.SHUT_WR)
            while await asyncio.get_running_loop().sock_recv(self._client, _CHUNK):
                pass  # what is unread when it is closed would make it a reset

    async def _talk_endlessly(self) -> None:
        loop = asyncio.get_running_loop()
        await loop.sock_sendall(self._client, self._protocol.opening)
        for _ in range(MOST_OF_A_FLOOD // len(self._protocol.flood)):
            await loop.sock_sendall(self._client, self._protocol.flood)
            await asyncio.sleep(0)  # what can be sent at once lets nobody else have a turn
        while await loop.sock_recv(self._client, _CHUNK):
            pass

    def _cut(self) -> None:
        """End it with RST."""
        with suppress(OSError):
            self._client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _AT_ONCE)
