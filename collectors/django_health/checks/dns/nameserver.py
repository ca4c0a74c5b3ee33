"""Asking a name server within the run's time, on a socket that another thread can end.

dnspython decides whom and what to ask, and when to ask by TCP; its own sockets wait by the clock on
the wall and are known to nobody else.
"""

from __future__ import annotations

import socket
from io import BufferedIOBase

import dns.exception
import dns.message
from dns.nameserver import AddressAndPortNameserver

from django_health.failure import CheckFailed
from django_health.network.cancellable_socket import CancellableSocket
from django_health.network.deadline import Deadline
from django_health.network.timed_socket import TimedSocket

ASK_AGAIN = 1.0
"""Seconds after which a datagram is taken for lost and sent again."""

_GLANCE = 0.1
"""Seconds after which a wait for a datagram looks whether it was cancelled."""

_LARGEST = 65535
_NOTHING = b"\0"
"""What stands for an empty datagram, which is as little an answer."""


class TimedNameserver(AddressAndPortNameserver):
    """A name server as dnspython wants one.

    Args:
        line: Opens the sockets.
        deadline: When all waiting ends.
        address: Numeric address.
        port: For UDP and TCP.
    """

    def __init__(
        self, line: CancellableSocket, deadline: Deadline, address: str, port: int
    ) -> None:
        super().__init__(address, port)
        self._line = line
        self._deadline = deadline

    def kind(self) -> str:
        """What dnspython calls plain DNS."""
        return "Do53"

    def query(  # noqa: PLR0917 - dnspython's own
        self,
        request: dns.message.QueryMessage,
        timeout: float,
        source: str | None,  # noqa: ARG002 - the system chooses it
        source_port: int,  # noqa: ARG002
        max_size: bool,
        one_rr_per_rrset: bool = False,  # noqa: ARG002 - dnspython's resolver never sets these
        ignore_trailing: bool = False,  # noqa: ARG002
    ) -> dns.message.Message:
        """Ask; by TCP where dnspython wants an answer of any size.

        Raises:
            TimeoutError: There was no answer in time; dnspython then asks the next server.
            OSError: The server cannot be reached.
            DNSException: It answered something else.
        """
        deadline = self._deadline.part(timeout)
        ask = self._by_tcp if max_size else self._by_udp
        try:
            return ask(request, deadline)
        except CheckFailed:  # of the deadline; an OSError makes dnspython give this server up
            raise TimeoutError from None
        except dns.message.Truncated:
            raise
        except (dns.exception.DNSException, ValueError, LookupError):  # it reads garbage
            raise dns.exception.FormError from None

    def _by_udp(self, request: dns.message.QueryMessage, deadline: Deadline) -> dns.message.Message:
        wire = request.to_wire()
        with _datagrams(self.address, self.port) as opened:
            while True:
                deadline.left()
                opened.send(wire)
                if answer := self._heard(opened, request, deadline.part(ASK_AGAIN)):
                    return answer

    def _heard(
        self, opened: socket.socket, request: dns.message.QueryMessage, deadline: Deadline
    ) -> dns.message.Message | None:
        """The answer, if it comes in time; what answers another question is not heard."""
        while heard := self._datagram(opened, deadline):
            answer = dns.message.from_wire(heard, raise_on_truncation=True)
            if request.is_response(answer):
                return answer
        return None

    def _datagram(self, opened: socket.socket, deadline: Deadline) -> bytes | None:
        """The next datagram, if one comes in time.

        A wait for datagrams cannot be ended by a shutdown, so it looks again and again.
        """
        while not self._line.is_cancelled:
            try:
                opened.settimeout(min(deadline.left(), _GLANCE))
                return opened.recv(_LARGEST) or _NOTHING
            except TimeoutError:
                continue
            except CheckFailed:
                return None
        raise TimeoutError

    def _by_tcp(self, request: dns.message.QueryMessage, deadline: Deadline) -> dns.message.Message:
        wire = request.to_wire()
        with TimedSocket.open(self._line, (self.address, self.port), deadline) as connection:
            connection.sendall(len(wire).to_bytes(2) + wire)
            reader = connection.makefile("rb")
            size = int.from_bytes(_exactly(reader, 2))
            answer = dns.message.from_wire(_exactly(reader, size))
        if not request.is_response(answer):
            raise dns.exception.FormError
        return answer


def _datagrams(address: str, port: int) -> socket.socket:
    """A socket that sends to this address and hears no other; nothing is looked up for it."""
    flags = socket.AI_NUMERICHOST | socket.AI_NUMERICSERV
    family, kind, *_, peer = socket.getaddrinfo(address, port, type=socket.SOCK_DGRAM, flags=flags)[
        0
    ]
    opened = socket.socket(family, kind)
    try:
        opened.connect(peer)
    except BaseException:
        opened.close()
        raise
    return opened


def _exactly(reader: BufferedIOBase, size: int) -> bytes:
    heard = reader.read(size)
    if len(heard) < size:
        raise EOFError
    return heard
