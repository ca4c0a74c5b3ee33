"""Listening sockets that rest for a moment when the process can take no connection."""

from __future__ import annotations

import errno
import socket
from typing import Any

from tornado.ioloop import IOLoop

REST = 0.1
"""Seconds until it is tried again."""

EXHAUSTED = (errno.EMFILE, errno.ENFILE, errno.ENOBUFS, errno.ENOMEM)


class NoDescriptorLeftError(OSError):
    """A connection has to wait until the process, or the system, can have one more."""


class Listener(socket.socket):
    """A listening socket on tornado's loop.

    A connection that cannot be taken stays in the kernel's queue and is announced again at once:
    without a rest the loop would burn a processor with that.
    """

    def accept(self) -> tuple[socket.socket, Any]:
        """Take a connection.

        Raises:
            NoDescriptorLeftError: There is one, but it has to wait.
            OSError: There is none.
        """
        try:
            return super().accept()
        except OSError as error:
            if error.errno not in EXHAUSTED:
                raise
        self._rest(IOLoop.current())
        raise NoDescriptorLeftError

    def _rest(self, loop: IOLoop) -> None:
        loop.update_handler(self, 0)
        loop.call_later(REST, self._go_on, loop)

    def _go_on(self, loop: IOLoop) -> None:
        if self.fileno() >= 0:  # else it was closed meanwhile
            loop.update_handler(self, IOLoop.READ)
