"""One client's connection, and where it stands."""

from __future__ import annotations

import socket
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from tornado.http1connection import HTTP1ServerConnection
from tornado.httputil import HTTPConnection

from django_health_exporter.web.table.streams import PlainStream, TlsStream

LOCAL = ""
"""The group of the clients of unix sockets, which have no address."""


@dataclass(eq=False)
class Stage:
    """The connections that stand at the same point, the one that does so longest in front.

    Attributes:
        limit: Seconds that one may stay there; ``None`` where others see to that.
        members: The connections; a dictionary, since that keeps an order and finds each at once.
    """

    limit: float | None = None
    members: dict[Connection, None] = field(default_factory=dict)


class Connection:
    """What is known about a connection.

    It is what tornado calls the context of its requests, hence ``remote_ip`` and ``protocol``.

    Attributes:
        stream: Where bytes come and go.
        remote_ip: The client's address; empty for a unix socket.
        protocol: ``http`` or ``https``.
        group: Whose connections count together: an address, or an IPv6 network of 64 bits.
        stage: Where it stands; ``None`` once it is no longer in the table.
        since: The loop's time at which it came there.
        has_asked: Whether there was ever a complete request.
        incoming: Bytes received since the last request was complete.
        unsent: The page of which the client has not taken everything yet.
        serving: tornado's part.
        request: The request that is being answered.
        answered: Called with each page when all of it has been handed over.
    """

    __slots__ = (
        "answered",
        "group",
        "has_asked",
        "incoming",
        "protocol",
        "remote_ip",
        "request",
        "serving",
        "since",
        "stage",
        "stream",
        "unsent",
    )

    def __init__(
        self,
        stream: PlainStream | TlsStream,
        remote_ip: str,
        group: str,
        protocol: str,
        answered: Callable[[Connection, bytes], None],
    ) -> None:
        self.stream = stream
        self.remote_ip = remote_ip
        self.group = group
        self.protocol = protocol
        self.answered = answered
        self.stage: Stage | None = None
        self.since = 0.0
        self.has_asked = False
        self.incoming = 0
        self.unsent = b""
        self.serving: HTTP1ServerConnection | None = None
        self.request: HTTPConnection | None = None

    def release(self) -> None:
        """Let go of all that refers back to it, so that its memory is free at once."""
        self.unsent = b""
        self.serving = None
        self.stream.heard = None

    def __str__(self) -> str:
        return self.remote_ip or "a unix socket"


def address_of(family: int, address: Any) -> str:
    """Return a client's address from what ``accept`` says; empty for a unix socket."""
    return str(address[0]) if family in (socket.AF_INET, socket.AF_INET6) else LOCAL


def group_of(remote_ip: str) -> str:
    """Return whom an address belongs to: in IPv6 each customer has at least 64 bits for itself."""
    if ":" not in remote_ip or remote_ip.startswith("::ffff:"):
        return remote_ip
    return socket.inet_pton(socket.AF_INET6, remote_ip.partition("%")[0])[:8].hex()
