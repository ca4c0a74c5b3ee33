"""One hostile connection, driven by epoll."""

from __future__ import annotations

import errno
import re
import select
import socket
import time
from collections import Counter
from contextlib import suppress

from attackers.behaviours import Behaviour

SMALL = 2048
"""Bytes that the kernel keeps for a client that does not read; it doubles them."""

_STATUS = re.compile(rb"HTTP/1\.[01] (\d{3})")
_LONGEST_START = 11
_BIND_ADDRESS_NO_PORT = 24
"""Of Linux: thousands of connections of one address to one place find a port each."""


class Client:
    """A connection that behaves as it is told.

    Args:
        poller: Drives it.
        behaviour: What it does.
        statuses: Where it counts the answers that it reads, by their status.
    """

    def __init__(self, poller: select.epoll, behaviour: Behaviour, statuses: Counter[str]) -> None:
        self._poller = poller
        self._behaviour = behaviour
        self._statuses = statuses
        self._socket = socket.socket()
        self._pending = memoryview(behaviour.first)
        self._times = behaviour.times
        self._tail = b""
        self.begun = time.monotonic()
        self.connected = False
        self.closed = False

    def connect(self, place: tuple[str, int], source: str) -> int:
        """Begin; return the descriptor."""
        if not self._behaviour.reads:
            self._socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, SMALL)
        self._socket.setsockopt(socket.IPPROTO_IP, _BIND_ADDRESS_NO_PORT, 1)
        self._socket.bind((source, 0))
        self._socket.setblocking(False)
        if (number := self._socket.connect_ex(place)) not in (0, errno.EINPROGRESS):
            raise OSError(number, errno.errorcode[number])
        self._poller.register(self._socket, select.EPOLLOUT)
        return self._socket.fileno()

    def handle(self, events: int) -> None:
        """Do what can be done now."""
        try:
            self.connected = True
            if events & select.EPOLLIN:  # also what came before the end
                self._receive()
            if events & (select.EPOLLERR | select.EPOLLHUP):
                self.close()
            if not self.closed:
                self._send()
        except OSError:
            self._hear_the_last()
            self.close()

    def drip(self) -> None:
        """Send the next little bit, if the behaviour has one."""
        if self.connected and not self.closed and not self._pending and self._behaviour.drip:
            self._pending = memoryview(self._behaviour.drip)
            self.handle(select.EPOLLOUT)

    def close(self) -> None:
        """End."""
        if not self.closed:
            self.closed = True
            self._socket.close()

    def _send(self) -> None:
        while self._pending or self._times:
            if not self._pending:
                self._times -= 1
                self._pending = memoryview(self._behaviour.more)
            try:
                sent = self._socket.send(self._pending)
            except BlockingIOError:
                break
            self._pending = self._pending[sent:]
        wanted = select.EPOLLOUT if self._pending else 0
        self._poller.modify(self._socket, wanted | (select.EPOLLIN * self._behaviour.reads))

    def _hear_the_last(self) -> None:
        """Take what was said before the connection was cut, as far as it has come."""
        with suppress(OSError):
            self._receive()

    def _receive(self) -> None:
        data = self._socket.recv(262_144)
        if not data:
            self.close()
            return
        text = self._tail + data
        end = 0
        for found in _STATUS.finditer(text):
            self._statuses[found[1].decode()] += 1
            end = found.end()
        self._tail = text[end:][-_LONGEST_START:]
