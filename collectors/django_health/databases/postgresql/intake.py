"""How much a PostgreSQL server may send, so that an endless answer fills no memory."""

from __future__ import annotations

import fcntl
import os
import socket
import sys
import termios

from django_health.failure import CheckFailed
from django_health.result import Reason

MAX_BYTES = 1024 * 1024
"""Bytes that may come while connecting, or as the answer to one message: true ones have a few
kilobytes. What waits to be read may be counted several times, up to some fifteen; and of a single
message that announces a great length, libpq takes in one go all that comes while it reads, which
is more than this where the server sends as fast as it reads."""

MAX_BYTES_OF_A_LOAN = 16 * MAX_BYTES
"""The same for a question of others, whose true answers may have a thousand rows."""

_RECEIVE_BUFFER = 32 * 1024
"""Bytes that the system may keep for us. libpq reads whatever is there until nothing is, and with
a small buffer nothing is soon, however fast the server sends."""


class Intake:
    """Counts what libpq is about to read.

    libpq tells neither how much it has read nor lets one limit it; so what waits in the system's
    buffer is counted, of which libpq leaves a part for the next time if it is much.

    Args:
        most: Bytes that may come.
    """

    def __init__(self, most: int = MAX_BYTES) -> None:
        self._left = most

    def count(self, descriptor: int) -> None:
        """Count what waits on a socket.

        Raises:
            CheckFailed: More has come than any true answer has.
        """
        waiting = fcntl.ioctl(descriptor, termios.FIONREAD, bytes(4))
        self._left -= int.from_bytes(waiting, sys.byteorder)
        if self._left < 0:
            raise CheckFailed(
                Reason.WRONG_ANSWER, "its answer is longer than any true one, or has no end"
            )

    @staticmethod
    def narrow(descriptor: int) -> None:
        """Let little wait on a socket at a time."""
        with socket.socket(fileno=os.dup(descriptor)) as narrowed:
            narrowed.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, _RECEIVE_BUFFER)
