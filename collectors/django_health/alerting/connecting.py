"""A connection to a receiver, also where one of its addresses does not answer."""

from __future__ import annotations

import socket

from django_health.network.cancellable_socket import CancellableSocket
from django_health.network.deadline import Deadline
from django_health.network.timed_socket import TimedSocket


def connected(line: CancellableSocket, host: str, port: int, deadline: Deadline) -> TimedSocket:
    """Return a new connection, not encrypted yet.

    Unlike a check, which has to notice that an address of a name is dead, a message has to arrive:
    each address but the last has half of what is left, so that a network that loses what is sent
    by IPv6 delays it and no more.

    Args:
        line: Opens the socket.
        host: Name or address. The resolver's own time, which nothing can bound, is not counted.
        port: The port.
        deadline: When all waiting ends.

    Raises:
        CheckFailed: There is no time left.
        OSError: It did not succeed; the error of the last address.
    """
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, proto=socket.IPPROTO_TCP)
    addresses = list(dict.fromkeys(str(one[4][0]) for one in found))
    failed = OSError("the name has no address")
    for later, address in zip(reversed(range(len(addresses))), addresses, strict=True):
        seconds = deadline.left() / 2 if later else deadline.left()
        try:
            return TimedSocket(line, line.open((address, port), seconds), deadline)
        except OSError as error:
            failed = error
    raise failed
