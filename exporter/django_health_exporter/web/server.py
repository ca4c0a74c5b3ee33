"""The web server: binds, serves on the calling thread, ends when it is told to."""

from __future__ import annotations

import asyncio
import os
import socket
import threading
from collections.abc import Callable
from concurrent.futures import Future
from contextlib import suppress
from typing import TypeVar

from django_health.history import History
from django_health_exporter.systemd.notifier import Notifier
from django_health_exporter.systemd.watchdog import signs_of_life
from django_health_exporter.web.application import build_application
from django_health_exporter.web.config import WebConfig
from django_health_exporter.web.connections import DrainingServer, build_server
from django_health_exporter.web.errors import LoopErrors
from django_health_exporter.web.gate.gate import Gate
from django_health_exporter.web.listening.sockets import (
    ListenError,
    handed_over_sockets,
    listening_sockets,
    written,
)
from django_health_exporter.web.listening.unix_sockets import UnixListener
from django_health_exporter.web.policy.current import CurrentPolicy
from django_health_exporter.web.quiet import quieten
from django_health_exporter.web.service import Reloaded, Service
from django_health_exporter.web.table import ConnectionCounts
from django_health_exporter.web.waking import woken_by_signals
from django_health_exporter.web.watched import Watched

__all__ = ["ListenError", "WebServer"]

T = TypeVar("T")


class WebServer:
    """Answers Prometheus, load balancers and people.

    Args:
        watched: What the pages are made of at first; its engine stays the caller's to close.
        config: Addresses, paths and limits.
        policies: The policy that is in force.
        notifier: Told when requests are answered, and when no more.
        reload: Has the configuration read again; the future comes without a wait.
    """

    def __init__(
        self,
        watched: Watched,
        config: WebConfig,
        policies: CurrentPolicy | None = None,
        notifier: Notifier | None = None,
        reload: Callable[[], Future[Reloaded]] | None = None,
    ) -> None:
        self._config = config
        self._notifier = notifier or Notifier()
        gate = Gate(config, policies or CurrentPolicy())
        self._service = Service(watched, config, gate, reload)
        self._sockets: list[socket.socket] = []
        self._loop: asyncio.AbstractEventLoop | None = None
        self._end = asyncio.Event()
        self._is_serving = threading.Event()
        self.addresses: tuple[str, ...] = ()
        """What is listened on once bound, as it is written after the flag."""

    @property
    def counts(self) -> ConnectionCounts:
        """What became of connections and requests."""
        return self._service.counts

    @property
    def history(self) -> History:
        """What the checks said before."""
        return self._service.history

    def bind(self) -> None:
        """Open the listening sockets; from now on clients wait instead of being refused.

        Raises:
            ListenError: An address cannot be listened on; then none is.
        """
        try:
            if self._config.systemd_socket:
                self._sockets += handed_over_sockets(os.environ)
            else:
                for address in self._config.listen_addresses:
                    self._sockets += listening_sockets(address)
        except ListenError:
            for listener in self._sockets:
                listener.close()
            self._sockets.clear()
            raise
        self.addresses = tuple(written(listener) for listener in self._sockets)

    def run(self, ending: Callable[[], object] = lambda: None) -> None:
        """Serve until :meth:`stop` is called, answer what was asked before, and return.

        Args:
            ending: Called when the end has come, before anything is waited for.
        """
        quieten()
        asyncio.run(self._serve(ending))

    def show(self, watched: Watched) -> None:
        """Answer all requests that come from now on from something else; from any thread.

        Those that came before keep to what there was.
        """
        self._service.watched = watched

    def on_loop(self, function: Callable[[], T], timeout: float = 10.0) -> T:
        """Have something done on the thread of the event loop, once that serves; from any other.

        Args:
            function: Called with nothing; must not wait.
            timeout: Seconds to wait for that.

        Raises:
            TimeoutError: The loop has ended, or is not there.
        """
        came: Future[T] = Future()

        def call() -> None:
            try:
                came.set_result(function())
            except Exception as error:  # noqa: BLE001 - it is for who waits
                came.set_exception(error)

        if not self._is_serving.wait(timeout) or self._loop is None:
            raise TimeoutError
        try:
            self._loop.call_soon_threadsafe(call)
        except RuntimeError:  # it has ended
            raise TimeoutError from None
        return came.result(timeout)

    def stop(self) -> None:
        """Make :meth:`run` return; may be called from any thread, signal handler, and time."""
        self._service.stopping = True
        if self._loop is not None:
            with suppress(RuntimeError):  # it has ended already
                self._loop.call_soon_threadsafe(self._end.set)

    def abandon(self) -> None:
        """Leave nothing behind, without waiting: the process is about to end."""
        for listener in self._sockets:
            if isinstance(listener, UnixListener):
                listener.remove_file()

    async def _serve(self, ending: Callable[[], object]) -> None:
        loop = asyncio.get_running_loop()
        loop.set_exception_handler(LoopErrors())
        server = build_server(self._service, build_application(self._service))
        server.add_sockets(self._sockets)
        self._loop = loop
        self._is_serving.set()
        with woken_by_signals(loop):
            await self._serve_until_the_end(server, ending)
        self._service.watched.exposition.close()

    async def _serve_until_the_end(
        self, server: DrainingServer, ending: Callable[[], object]
    ) -> None:
        async with signs_of_life(self._notifier, self._look):
            if not self._service.stopping:  # else it was stopped before it began
                self._notifier.ready(self._service.watched.engine.names)
                await self._end.wait()
            ending()
            self._notifier.stopping()
            await server.drain(self._config.shutdown_grace)

    def _look(self) -> None:
        """Take what each request takes of the engine; it hangs if the engine does."""
        _ = self._service.watched.engine.stuck
