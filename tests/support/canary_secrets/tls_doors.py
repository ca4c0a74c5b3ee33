"""Servers that speak TLS as each protocol begins it, and present a certificate that has ended."""

from __future__ import annotations

import socket
import ssl
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import mysql_floods
from canary_secrets.form import Kind, Place, World
from canary_secrets.servers import PostOffice
from endpoint_listeners import TalkListener, certified
from sample_checks import eventually

_DAYS = -1.0
"""Until the certificate ends."""

_SSL = 0x0800
"""MySQL's capability."""


def _greeting() -> bytes:
    """A greeting of MySQL with TLS among its capabilities."""
    greeting = bytearray(mysql_floods.GREETING)
    place = greeting.index(b"saltsalt\0") + len(b"saltsalt\0")
    greeting[place + 1] |= _SSL >> 8
    return bytes(greeting)


class _Door(TalkListener):
    """Hears a wish for TLS, if there is one, and encrypts.

    Args:
        context: With which it presents its certificate.
        greeting: What it says before.
        wish: Bytes of the client's wish; the handshake may be right behind them.
        answer: What it says to that.

    Attributes:
        refusals: Why clients have ended handshakes, by the alerts that they sent.
    """

    def __init__(
        self, context: ssl.SSLContext, greeting: bytes = b"", wish: int = 0, answer: bytes = b""
    ) -> None:
        self.refusals: set[str] = set()
        self._start = greeting, wish, answer
        self._certified = context
        super().__init__(self._encrypt)

    def _encrypt(self, connection: socket.socket) -> None:
        greeting, wish, answer = self._start
        connection.sendall(greeting)
        if wish:
            connection.recv(wish)
        connection.sendall(answer)
        try:
            with self._certified.wrap_socket(connection, server_side=True) as encrypted:
                encrypted.recv(65536)
        except ssl.SSLError as error:
            self.refusals.add((error.reason or "").partition("ALERT_")[2])


@contextmanager
def expired() -> Iterator[World]:
    """All servers; their authority is trusted, and their certificate ended yesterday.

    Whoever was asked has to have been refused for just that, which is seen to at the end.
    """
    with ExitStack() as stack:
        folder = Path(stack.enter_context(TemporaryDirectory()))
        issued = certified(folder, days=_DAYS)
        doors: dict[Kind, _Door] = {
            Kind.POSTGRESQL: _Door(issued.context, wish=8, answer=b"S"),
            Kind.MYSQL: _Door(issued.context, _greeting(), wish=36),
            **{kind: _Door(issued.context) for kind in (Kind.REDIS, Kind.AMQP, Kind.HTTP)},
        }
        for door in doors.values():
            stack.enter_context(door)
        mail = stack.enter_context(PostOffice(starttls=issued.context))
        places = {kind: Place(door.host, door.port, tls=True) for kind, door in doors.items()}
        places[Kind.SMTP] = Place(mail.host, mail.port, tls=True)
        yield World(places, dict.fromkeys(("SSL_CERT_FILE", "PGSSLROOTCERT"), issued.authority))
        asked = [door for door in doors.values() if door.accepted]
        eventually(lambda: all(door.refusals == {"CERTIFICATE_EXPIRED"} for door in asked))
