"""The service manager's side of ``sd_notify``: a socket that hears what a daemon tells."""

from __future__ import annotations

import socket
import time
from collections.abc import Callable
from pathlib import Path
from typing import Self

PATIENCE = 30.0
"""Seconds in which what is expected has to be told."""


class ServiceManager:
    """Hears what is told; a context manager.

    Args:
        address: A path, or ``@`` and a name for an abstract socket.
    """

    def __init__(self, address: Path | str) -> None:
        self.address = str(address)
        self._socket = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self._socket.bind(f"\0{self.address[1:]}" if self.address[0] == "@" else self.address)

    def expect(self, told: str, lives: Callable[[], bool] = lambda: True) -> dict[str, str]:
        """Wait for a message with the line ``told``; return its lines, as names and values.

        Args:
            told: The line.
            lives: Whether there is still somebody who may tell it.
        """
        end = time.monotonic() + PATIENCE
        self._socket.settimeout(0.1)
        while True:
            assert time.monotonic() < end, f"{told} was not told"
            gone = not lives()
            try:
                message = self._socket.recv(4096).decode()
            except TimeoutError:
                assert not gone, f"{told} was not told, and nobody is left to do it"
                continue
            if told in message.splitlines():
                return dict(line.partition("=")[::2] for line in message.splitlines())

    def waiting(self) -> list[str]:
        """Return what has been told and was not read yet."""
        self._socket.setblocking(False)
        messages = []
        try:
            while True:
                messages.append(self._socket.recv(4096).decode())
        except BlockingIOError:
            return messages

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exception: object) -> None:
        self._socket.close()
        if not self.address.startswith("@"):
            Path(self.address).unlink()
