"""A connection all of whose waits together end with the run, however slowly it drips."""

from __future__ import annotations

import io
import socket
import ssl
from collections.abc import Callable
from types import TracebackType
from typing import TYPE_CHECKING, Self, TypeVar, cast

from django_health.failure import CheckFailed
from django_health.network.bounded_socket import BoundedSocket
from django_health.network.cancellable_socket import CancellableSocket
from django_health.network.deadline import Deadline
from django_health.result import Reason

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

T = TypeVar("T")


class TimedSocket:
    """A connected socket as the protocols of the standard library want one.

    A timeout of a socket bounds each single wait, so that one byte a second goes on for ever; here
    every wait has what is left of the run.

    Args:
        line: Opened the socket, and can end it from another thread.
        opened: The socket.
        deadline: When all waiting on it ends.
    """

    def __init__(self, line: CancellableSocket, opened: BoundedSocket, deadline: Deadline) -> None:
        self._line = line
        self._opened = opened
        self._deadline = deadline
        self._reader: io.BufferedReader[_Heard] | None = None

    @classmethod
    def open(
        cls,
        line: CancellableSocket,
        address: tuple[str, int],
        deadline: Deadline,
        context: ssl.SSLContext | None = None,
    ) -> Self:
        """Return a new connection, encrypted where there is a context.

        Raises:
            CheckFailed: There is no time left.
            OSError: It did not succeed.
        """
        return cls(line, line.open(address, deadline.left(), context), deadline)

    def encrypted(self, host: str, context: ssl.SSLContext) -> Self:
        """Return this connection, encrypted from now on; it takes the place of this object.

        Raises:
            CheckFailed: There is no time left.
            OSError: It did not succeed; the connection is closed.
        """
        self._opened.settimeout(self._deadline.left())
        opened = self._line.encrypt(self._opened, host, context)
        return type(self)(self._line, opened, self._deadline)

    @property
    def certificate(self) -> bytes:
        """What the other side presented, in DER; nothing where the connection is not encrypted."""
        opened = self._opened.opened
        if not isinstance(opened, ssl.SSLSocket):
            return b""
        return opened.getpeercert(binary_form=True) or b""

    @property
    def own_address(self) -> str:
        """The address of this side."""
        return cast(str, self._opened.opened.getsockname()[0])

    def recv_into(self, buffer: memoryview) -> int:
        """Wait, put what came into the buffer, and return how many bytes it is; 0 at the end.

        Raises:
            CheckFailed: Nothing came in time, or too much, or the run was cancelled.
            OSError: The connection broke.
        """
        heard = self._within_time(lambda: self._opened.recv_into(buffer))
        if not heard and self._line.is_cancelled:
            raise CheckFailed(Reason.TIMEOUT)
        return heard

    def sendall(self, data: bytes) -> None:
        """Send all of it.

        Raises:
            CheckFailed: It was not taken in time.
            OSError: The connection broke.
        """
        self._within_time(lambda: self._opened.sendall(data))

    def makefile(self, mode: str) -> io.BufferedReader[_Heard]:  # noqa: ARG002 - always "rb"
        """Return the reader of this connection, always the same one, for it may hold bytes."""
        if self._reader is None:
            self._reader = io.BufferedReader(_Heard(self))
        return self._reader

    def as_socket(self) -> socket.socket:
        """Return it for a protocol that has declared to want a socket."""
        return cast(socket.socket, self)

    def close(self) -> None:
        """End it; for a broken one too."""
        self._reader = None
        self._opened.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def _within_time(self, wait: Callable[[], T]) -> T:
        """Let it wait; what protocols would take for a closed connection becomes a failure."""
        self._opened.settimeout(self._deadline.left())
        try:
            return wait()
        except TimeoutError:
            raise CheckFailed(Reason.TIMEOUT) from None
        except ssl.SSLError:
            raise CheckFailed(Reason.TLS, "the encrypted connection broke") from None


class _Heard(io.RawIOBase):
    """What a connection hears, as a file; closing it does not close the connection."""

    def __init__(self, connection: TimedSocket) -> None:
        super().__init__()
        self._connection = connection

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: WriteableBuffer) -> int:
        return self._connection.recv_into(memoryview(buffer))
