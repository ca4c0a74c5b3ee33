"""A listener that answers as a server does, and then without end."""

from __future__ import annotations

import socket
from collections.abc import Callable, Iterable, Sequence

from live_servers import SilentListener

FAR_TOO_MUCH = 128 * 1024 * 1024
"""Bytes after which it ends all the same, lest a client that takes them all fill the memory."""

SYSTEM_BUFFERS = 32 * 1024 * 1024
"""More bytes than the system keeps for both ends of a connection."""


class FloodListener(SilentListener):
    """Says one thing after the other, each time awaiting a word of the client, and then floods it.

    Args:
        openings: What it says before; may be empty where the client has the first word.
        flood: Returns what it sends then, of which there may be no end.
    """

    def __init__(self, openings: Sequence[bytes], flood: Callable[[], Iterable[bytes]]) -> None:
        self.openings = openings
        self.flood = flood
        self.sent = 0
        """Bytes of the flood that all clients took or that wait in the system's buffers."""
        super().__init__()

    def _talk(self, connection: socket.socket) -> None:
        connection.settimeout(20)
        try:
            for opening in self.openings:
                connection.sendall(opening)
                if not connection.recv(65536):
                    return
            for block in self.flood():
                if self.sent > FAR_TOO_MUCH or self._closing.is_set():
                    return
                connection.sendall(block)
                self.sent += len(block)
        except OSError:  # the client has left, which is what it should do
            return
