"""Connections of clients whose certificate carries no allowed name."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Collection

from tornado.iostream import SSLIOStream

from django_health_exporter.web.gate.certificates import carries_any, certificate_of
from django_health_exporter.web.gate.refusals import Refusals


class Strangers:
    """Drops them."""

    def __init__(self) -> None:
        self._refusals = Refusals("client certificate without an allowed name")

    def drop(self, stream: SSLIOStream, allowed: Collection[str]) -> None:
        """Close a new connection once its handshake is over, unless it carries an allowed name.

        Nothing has been read from it by then. Whoever is no stranger goes on.
        """
        place = _place_of(stream.socket)

        def judge(handshake: asyncio.Future[SSLIOStream]) -> None:
            if handshake.cancelled() or handshake.exception() is not None:
                return
            certificate = certificate_of(stream.socket)
            if certificate is None or not carries_any(certificate, allowed):
                stream.close()
                self._refusals.note(place)

        stream.wait_for_handshake().add_done_callback(judge)


def _place_of(connection: socket.socket) -> str:
    try:
        return str(connection.getpeername()[0])
    except (OSError, IndexError):  # it has gone already, or it is a unix socket
        return "somebody who has gone"
