"""The socket of a check: opened within a time, and shut down by another thread at any moment."""

from __future__ import annotations

import socket
import ssl
import time
from contextlib import suppress

from django_health.network.bounded_socket import MAX_BYTES, Allowance, BoundedSocket

Address = tuple[str, int] | str
"""A host and a port, or the path of a unix socket."""


class CancellableSocket:
    """Opens the one socket of a check and can end whatever waits on it.

    Drivers keep their socket to themselves until it is connected and its TLS handshake is done; a
    server that says one byte a second would hold such a run for ever. Here the socket is known from
    its making on. What it opens hears only so much in a run, whatever the driver reads.

    Args:
        max_bytes: How much a run may hear.
    """

    def __init__(self, max_bytes: int = MAX_BYTES) -> None:
        self._socket: socket.socket | None = None
        self._allowance = Allowance(max_bytes)
        self.is_cancelled = False
        """Whether the present run was told to end."""

    def begin(self) -> None:
        """Forget that an earlier run was cancelled, and what it heard."""
        self.is_cancelled = False
        self._allowance.renew()

    def cancel(self) -> None:
        """Make the present run's waiting end at once; called from another thread.

        What waits finds its connection ended; opening another one fails until the next run begins.
        """
        self.is_cancelled = True
        if self._socket is not None:
            _shut_down(self._socket)

    def open(
        self,
        address: Address,
        timeout: float,
        context: ssl.SSLContext | None = None,
        *,
        first_address_only: bool = False,
    ) -> BoundedSocket:
        """Return a new connected socket, encrypted where there is a context.

        Args:
            address: Where to connect to.
            timeout: Seconds for all of it (the resolver's own time excepted, which nothing can
                bound), and afterwards for every single wait on the socket.
            context: Makes the connection a TLS one, and says how.
            first_address_only: Do not try the further addresses of a name.

        Raises:
            OSError: It did not succeed; the error of the last address tried.
        """
        if isinstance(address, str):
            end = time.monotonic() + timeout
            opened = self._open_one(socket.AF_UNIX, address, "", end, None)
        else:
            opened = self._open_first(address, timeout, context, first_address_only)
        return BoundedSocket(opened, self._allowance)

    def encrypt(self, plain: BoundedSocket, host: str, context: ssl.SSLContext) -> BoundedSocket:
        """Return an open socket encrypted from now on, in place of the given one (STARTTLS).

        Raises:
            OSError: It did not succeed; the connection is closed.
        """
        return BoundedSocket(self._shaken(plain.opened, host, context), self._allowance)

    def _open_first(
        self,
        address: tuple[str, int],
        timeout: float,
        context: ssl.SSLContext | None,
        first_address_only: bool,
    ) -> socket.socket:
        found = socket.getaddrinfo(*address, type=socket.SOCK_STREAM, proto=socket.IPPROTO_TCP)
        deadline = time.monotonic() + timeout
        error: OSError = OSError("the name has no address")
        for family, *_, one in found[:1] if first_address_only else found:
            try:
                opened = self._open_one(family, one, address[0], deadline, context)
            except ssl.SSLError:
                raise  # the next address is the same server, and its answer is the same
            except OSError as failed:
                error = failed
            else:
                opened.settimeout(timeout)
                return opened
        raise error

    def _open_one(
        self,
        family: int,
        address: tuple[object, ...] | str,
        host: str,
        deadline: float,
        context: ssl.SSLContext | None,
    ) -> socket.socket:
        left = _left(deadline)
        opened = self._known(socket.socket(family, socket.SOCK_STREAM))
        try:
            opened.settimeout(left)
            if family != socket.AF_UNIX:
                opened.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            opened.connect(address)
            if context is not None:
                opened.settimeout(_left(deadline))
                opened = self._shaken(opened, host, context)
        except BaseException:
            opened.close()
            raise
        return opened

    def _shaken(self, plain: socket.socket, host: str, context: ssl.SSLContext) -> ssl.SSLSocket:
        encrypted = context.wrap_socket(plain, server_hostname=host, do_handshake_on_connect=False)
        try:
            self._known(encrypted)
            encrypted.do_handshake()
        except BaseException:
            encrypted.close()
            raise
        return encrypted

    def _known(self, made: socket.socket) -> socket.socket:
        """Make it known to :meth:`cancel`, or end here if that was called meanwhile."""
        self._socket = made
        if self.is_cancelled:
            made.close()
            raise TimeoutError
        return made


def _left(deadline: float) -> float:
    left = deadline - time.monotonic()
    if left <= 0:
        raise TimeoutError
    return left


def _shut_down(known: socket.socket) -> None:
    """End both directions; the plain socket's way, as that of SSLSocket would drop its state."""
    with suppress(OSError):  # it is closed already, or not connected yet
        socket.socket.shutdown(known, socket.SHUT_RDWR)
