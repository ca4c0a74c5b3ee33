"""The socket of a connection to MySQL: another thread can cut it, and it hears only so much."""

from __future__ import annotations

import socket
import time
from contextlib import suppress

from django_health.databases.mysql.options import MySQLOptions
from django_health.failure import CheckFailed
from django_health.result import Reason

MAX_BYTES = 1024 * 1024
"""Bytes that a run may hear. All answers together have less than ten kB, and some hundreds with
very many channels of replication; what PyMySQL makes of them is up to forty times as large."""


class Wire:
    """Opens the sockets of one check, and cuts the one in use when it is told to.

    It holds a descriptor of its own of that socket: the driver closes its descriptor, or hands it
    over to TLS, when it likes, and its number may by then belong to somebody else.
    """

    def __init__(self) -> None:
        self._held: socket.socket | None = None
        self._is_cut = False
        self._left = MAX_BYTES

    def begin(self) -> None:
        """Let a run begin, which nobody has told to end and which has heard nothing."""
        self._is_cut = False
        self._left = MAX_BYTES

    def hear(self, size: int) -> None:
        """Count bytes that are about to be read.

        Raises:
            CheckFailed: The run would hear more than any true answer has.
        """
        self._left -= size
        if self._left < 0:
            raise CheckFailed(
                Reason.WRONG_ANSWER, "its answer is longer than any true one, or has no end"
            )

    def open(self, options: MySQLOptions, timeout: float) -> socket.socket:
        """Return a connected socket.

        Raises:
            OSError: Nobody answers at the address, or not within ``timeout`` seconds.
            CheckFailed: It was cut.
        """
        self._require_whole()
        if options.unix_socket:
            return self._connected(socket.AF_UNIX, options.unix_socket, timeout)
        deadline = time.monotonic() + timeout
        error: OSError | None = None
        for family, _, _, _, address in _resolved(options):
            try:
                opened = self._connected(family, address, deadline - time.monotonic())
            except OSError as failed:
                error = failed
            else:
                opened.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                opened.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
                return opened
        raise error or OSError("no address")

    def cut(self) -> None:
        """End whatever waits on the socket, and let no other be opened; from any thread."""
        self._is_cut = True
        self._shut_down()

    def release(self) -> None:
        """Let go of the socket, which its user has closed."""
        held, self._held = self._held, None
        if held is not None:
            held.close()

    def _connected(self, family: int, address: object, left: float) -> socket.socket:
        if left <= 0:
            raise TimeoutError
        opened = socket.socket(family, socket.SOCK_STREAM)
        try:
            opened.settimeout(left)
            self._hold(opened)
            opened.connect(address)  # type: ignore[arg-type]  # its form depends on the family
        except BaseException:
            opened.close()
            self.release()
            raise
        return opened

    def _hold(self, opened: socket.socket) -> None:
        self.release()
        self._held = opened.dup()
        self._require_whole()  # it may have been cut before there was something to shut down

    def _require_whole(self) -> None:
        if self._is_cut:
            raise CheckFailed(Reason.TIMEOUT)

    def _shut_down(self) -> None:
        held = self._held
        if held is not None:
            with suppress(OSError):  # it is not connected any more
                held.shutdown(socket.SHUT_RDWR)


def _resolved(
    options: MySQLOptions,
) -> list[tuple[socket.AddressFamily, socket.SocketKind, int, str, tuple[object, ...]]]:
    return socket.getaddrinfo(  # type: ignore[return-value]  # the form depends on the family
        options.host, options.port, type=socket.SOCK_STREAM
    )
