"""HTTP over a unix socket, as a proxy beside the daemon speaks it."""

from __future__ import annotations

import socket
from http.client import HTTPConnection
from pathlib import Path

from http_answer import Answer


class UnixConnection(HTTPConnection):
    """A connection to a unix socket.

    Args:
        place: Its path, or its abstract name after ``@``.
    """

    def __init__(self, place: Path | str, timeout: float = 30) -> None:
        super().__init__("localhost", timeout=timeout)
        name = str(place)
        self._place = f"\0{name[1:]}" if name.startswith("@") else name
        self._patience = timeout

    def connect(self) -> None:
        """Open it."""
        self.sock = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        self.sock.settimeout(self._patience)
        self.sock.connect(self._place)


def ask_unix(place: Path | str, path: str, method: str = "GET") -> Answer:
    """Ask on a new connection."""
    connection = UnixConnection(place)
    try:
        connection.request(method, path)
        response = connection.getresponse()
        return Answer(response.status, dict(response.getheaders()), response.read())
    finally:
        connection.close()
