"""The web server: binds, serves on the calling thread, ends when it is told to."""

from __future__ import annotations

import asyncio
import logging
import socket
from contextlib import suppress

from prometheus_client.registry import Collector

from django_health.engine import Engine
from django_health.settings import HealthSettings
from django_health_exporter.web.application import build_application
from django_health_exporter.web.config import WebConfig
from django_health_exporter.web.connections import LIMITS, DrainingServer
from django_health_exporter.web.errors import LoopErrors
from django_health_exporter.web.exposition import Exposition
from django_health_exporter.web.service import Service
from django_health_exporter.web.sockets import ListenError, listening_sockets, written

__all__ = ["ListenError", "WebServer"]


class WebServer:
    """Answers Prometheus, load balancers and people.

    Args:
        engine: Runs the checks; stays the caller's to close.
        settings: The thresholds to tell.
        config: Addresses, paths and limits.
        registry: The daemon's metrics about itself.
    """

    def __init__(
        self, engine: Engine, settings: HealthSettings, config: WebConfig, registry: Collector
    ) -> None:
        self._config = config
        self._service = Service(engine, config, Exposition(engine, settings, registry))
        self._sockets: list[socket.socket] = []
        self._loop: asyncio.AbstractEventLoop | None = None
        self._end = asyncio.Event()
        self.addresses: tuple[str, ...] = ()
        """What is listened on once bound, as ``HOST:PORT`` or ``[IPV6]:PORT``."""

    def bind(self) -> None:
        """Open the listening sockets; from now on clients wait instead of being refused.

        Raises:
            ListenError: An address cannot be listened on; then none is.
        """
        try:
            for address in self._config.listen_addresses:
                self._sockets += listening_sockets(address)
        except ListenError:
            for listener in self._sockets:
                listener.close()
            self._sockets.clear()
            raise
        self.addresses = tuple(written(listener) for listener in self._sockets)

    def run(self) -> None:
        """Serve until :meth:`stop` is called, answer what was asked before, and return."""
        logging.getLogger("tornado").setLevel(logging.WARNING)
        asyncio.run(self._serve())

    def stop(self) -> None:
        """Make :meth:`run` return; may be called from any thread, signal handler, and time."""
        self._service.stopping = True
        if self._loop is not None:
            with suppress(RuntimeError):  # it has ended already
                self._loop.call_soon_threadsafe(self._end.set)

    async def _serve(self) -> None:
        loop = asyncio.get_running_loop()
        loop.set_exception_handler(LoopErrors())
        server = DrainingServer(build_application(self._service), over=self._service.over, **LIMITS)
        server.add_sockets(self._sockets)
        self._loop = loop
        if not self._service.stopping:  # else it was stopped before it began
            await self._end.wait()
        await server.drain(self._config.shutdown_grace)
        self._service.exposition.close()
