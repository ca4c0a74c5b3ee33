"""Where a proxy listens: open, shut, or so full that nobody gets in."""

from __future__ import annotations

import socket
from contextlib import ExitStack, suppress


class Door:
    """The listening socket of one address.

    Args:
        host: Where.
        port: Where.
    """

    def __init__(self, host: str, port: int) -> None:
        self._address = (host, port)
        self._inside = ExitStack()

    def open(self) -> socket.socket:
        """Listen; return the socket to accept from."""
        listening = self._listen(128)
        listening.setblocking(False)
        return listening

    def fill(self) -> None:
        """Listen so that the kernel drops every further attempt to connect."""
        self._listen(0)
        with suppress(TimeoutError):
            while True:
                one = self._inside.enter_context(socket.socket())
                one.settimeout(0.1)  # on loopback a queue with a place left takes none
                one.connect(self._address)

    def shut(self) -> None:
        """Stop listening; who waited to be accepted is cut."""
        self._inside.close()

    def _listen(self, backlog: int) -> socket.socket:
        listening = self._inside.enter_context(socket.socket())
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind(self._address)
        listening.listen(backlog)
        return listening
