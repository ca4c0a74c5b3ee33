"""A socket that hears only so many bytes in a run, so that an endless answer fills no memory.

Drivers read until an answer ends, whatever it says of its length; this bounds them all alike.
"""

from __future__ import annotations

import socket
import ssl
import struct
from types import TracebackType
from typing import Any, Self

from django_health.failure import CheckFailed
from django_health.result import Reason

MAX_BYTES = 512 * 1024
"""Bytes that a run may hear, if nothing else is said. INFO and stats of a cache have a few kB, INFO
with thousands of databases a few hundred. It is no more, because redis-py makes a hundred times as
much out of a list of errors."""


class EndlessAnswer(CheckFailed):
    """Raised where a run has heard more than any true answer has."""

    def __init__(self) -> None:
        super().__init__(
            Reason.WRONG_ANSWER, "its answer is longer than any true one, or has no end"
        )


class Allowance:
    """What may still be heard in a run.

    Args:
        size: Bytes for each run.
    """

    def __init__(self, size: int = MAX_BYTES) -> None:
        self._size = self._left = size

    def renew(self) -> None:
        """Begin a run."""
        self._left = self._size

    def take(self, heard: int) -> None:
        """Count bytes.

        Raises:
            EndlessAnswer: They were too many.
        """
        self._left -= heard
        if self._left < 0:
            raise EndlessAnswer


class BoundedSocket:
    """Counts what is read; everything else is the socket's own, which it stands for.

    It is no subclass, because TLS sockets are made by their context, which is the application's.

    Args:
        opened: A connected socket, encrypted or not.
        allowance: What may be heard, shared by all sockets of a run.
    """

    def __init__(self, opened: socket.socket, allowance: Allowance) -> None:
        self._socket = opened
        self._allowance = allowance
        self.close = opened.close

    @property
    def opened(self) -> socket.socket:
        """The socket itself, whose reading nothing counts."""
        return self._socket

    def time_by_system(self, seconds: float) -> None:
        """Have the system bound every single wait from now on, instead of Python.

        Python asks the system twice each time, whether it may read and to read; this spares half of
        it. An encrypted socket stays as it is: its protocol needs Python's own way of waiting. So
        does any socket where the system takes times in another form, as 32-bit ones do.
        """
        if isinstance(self._socket, ssl.SSLSocket):
            return
        microseconds = max(1, round(seconds * 1e6))
        value = struct.pack("@ll", *divmod(microseconds, 1_000_000))
        try:
            for option in (socket.SO_RCVTIMEO, socket.SO_SNDTIMEO):
                self._socket.setsockopt(socket.SOL_SOCKET, option, value)
        except OSError:
            return
        self._socket.settimeout(None)

    def sendall(self, data: bytes | bytearray | memoryview, flags: int = 0) -> None:
        """Send all of it.

        Raises:
            TimeoutError: It was not taken in time.
        """
        try:
            self._socket.sendall(data, flags)
        except BlockingIOError:  # the system's word for the end of its own time
            raise TimeoutError from None

    def recv(self, size: int, flags: int = 0) -> bytes:
        """Return what came, at most so many bytes.

        Raises:
            TimeoutError: Nothing came in time.
            EndlessAnswer: The run has heard too much.
        """
        try:
            heard = self._socket.recv(size, flags)
        except BlockingIOError:
            raise TimeoutError from None
        self._allowance.take(len(heard))
        return heard

    def recv_into(self, buffer: bytearray | memoryview, size: int = 0, flags: int = 0) -> int:
        """Put what came into the buffer and return how many bytes it is.

        Raises:
            EndlessAnswer: The run has heard too much.
        """
        heard = self._socket.recv_into(buffer, size, flags)
        self._allowance.take(heard)
        return heard

    def __getattr__(self, name: str) -> Any:
        return getattr(self._socket, name)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()
