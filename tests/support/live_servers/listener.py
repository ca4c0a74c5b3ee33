"""Listeners that accept connections and then misbehave."""

from __future__ import annotations

import socket
import threading
from types import TracebackType
from typing import Self

from live_servers.ports import LOOPBACK, free_port


class SilentListener:
    """Accepts every connection, keeps it open and never says anything.

    A context manager; it listens from its making until it is closed.
    """

    def __init__(self) -> None:
        self.host = LOOPBACK
        self.port = free_port()
        self.accepted = 0
        """How many connections it has accepted so far."""
        self._closing = threading.Event()
        self._connections: list[socket.socket] = []
        self._talkers: list[threading.Thread] = []
        self._listening = socket.create_server((self.host, self.port), backlog=128)
        self._acceptor = threading.Thread(target=self._accept, daemon=True)
        self._acceptor.start()

    def close(self) -> None:
        """Close the port and all connections."""
        self._closing.set()
        self._listening.shutdown(socket.SHUT_RDWR)  # ends the accept() that waits
        self._acceptor.join()
        for talker in self._talkers:
            talker.join()
        for connection in self._connections:
            connection.close()
        self._listening.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def _accept(self) -> None:
        while True:
            try:
                connection, _ = self._listening.accept()
            except OSError:
                return
            self._connections.append(connection)
            self.accepted += 1
            talker = threading.Thread(target=self._talk, args=(connection,), daemon=True)
            self._talkers.append(talker)
            talker.start()

    def _talk(self, connection: socket.socket) -> None:
        """Say nothing."""


class DripListener(SilentListener):
    """Accepts every connection, sends it one byte at a time and keeps it open after the last.

    Args:
        payload: What it sends.
        interval: Seconds before each byte.
    """

    def __init__(self, payload: bytes, interval: float) -> None:
        self.payload = payload
        self.interval = interval
        super().__init__()

    def _talk(self, connection: socket.socket) -> None:
        for byte in self.payload:
            if self._closing.wait(self.interval):
                return
            try:
                connection.sendall(bytes([byte]))
            except OSError:  # the client has left
                return
