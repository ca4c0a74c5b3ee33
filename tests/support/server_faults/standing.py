"""A daemon that is asked on connections that stand, as it may not be able to take others."""

from __future__ import annotations

from collections.abc import Mapping
from http.client import HTTPConnection
from queue import SimpleQueue
from typing import Self

from http_answer import Answer
from live_exporter import Exporter

_CONNECTIONS = 3
"""As many as a :class:`server_faults.Watch` asks at once."""

_PATIENCE = 20.0


class Standing(Exporter):
    """Another way to ask a daemon that runs already; a context manager.

    Args:
        exporter: The daemon, which goes on when this ends.
    """

    def __init__(self, exporter: Exporter) -> None:
        super().__init__(exporter.directory)
        self.host, self.port = exporter.host, exporter.port
        self._process, self._log_path = exporter.process, exporter._log_path
        self._free: SimpleQueue[HTTPConnection] = SimpleQueue()

    def get(
        self,
        path: str,
        headers: Mapping[str, str] | None = None,
        *,
        method: str = "GET",
        timeout: float = _PATIENCE,  # noqa: ARG002 - that of the connection, since it stands
    ) -> Answer:
        """Ask on a connection that nobody else uses at the moment."""
        connection = self._free.get()
        try:
            connection.request(method, path, headers=dict(headers or {}))
            answer = connection.getresponse()
            assert not answer.will_close, "the daemon ends a connection that should stand"
            return Answer(answer.status, dict(answer.getheaders()), answer.read())
        finally:
            self._free.put(connection)

    def __enter__(self) -> Self:
        for _ in range(_CONNECTIONS):
            connection = HTTPConnection(self.host, self.port, timeout=_PATIENCE)
            connection.connect()
            self._free.put(connection)
        return self

    def __exit__(self, *exception: object) -> None:
        while not self._free.empty():
            self._free.get().close()
