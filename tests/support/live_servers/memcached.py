"""A Memcached server."""

from __future__ import annotations

import signal
from collections.abc import Sequence
from pathlib import Path

from pymemcache.client.base import Client

from live_servers.programs import find_program
from live_servers.server import LiveServer


class Memcached(LiveServer):
    """Memcached on TCP; its keys are gone after a stop.

    Args:
        directory: Where it makes its home.
        arguments: More of the command line: ``["-m", "8"]``.
    """

    name = "memcached"
    account_name = "memcache"
    stop_signal = signal.SIGKILL  # it has nothing to save, and would take a second to end in order

    def __init__(self, directory: Path | None = None, *, arguments: Sequence[str] = ()) -> None:
        super().__init__(directory)
        self.arguments = list(arguments)

    def connect(self) -> Client:
        """Open a client; the caller closes it."""
        return self._client(timeout=10)

    def _command(self) -> list[str]:
        return [
            find_program("memcached", "memcached"),
            *("-l", self.host, "-p", str(self.port), "-U", "0", *self.arguments),
        ]

    def _answers(self) -> bool:
        client = self._client(timeout=1)
        try:
            return bool(client.stats()[b"pid"] == self.pid)  # type: ignore[no-untyped-call]
        except OSError:
            return False
        finally:
            client.close()

    def _client(self, timeout: float) -> Client:
        return Client((self.host, self.port), connect_timeout=timeout, timeout=timeout)
