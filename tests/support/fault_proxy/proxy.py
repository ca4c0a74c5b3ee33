"""The proxy: a thread with an event loop of its own, told from outside what to do."""

from __future__ import annotations

import asyncio
import socket
import threading
from contextlib import suppress
from types import TracebackType
from typing import Self

from fault_proxy.door import Door
from fault_proxy.fault import Fault, Protocol
from fault_proxy.session import Session
from live_servers import free_port

_PATIENCE = 30.0

_CUTTING = {Fault.NONE, Fault.REFUSE, Fault.UNREACHABLE}


class FaultProxy:
    """Stands before a real server and passes everything on, until it is told otherwise.

    A context manager; it listens from its making until it is closed.

    Args:
        server: Where the real server is.
        protocol: What is spoken there, as far as the faults need to know.
    """

    def __init__(self, server: tuple[str, int], protocol: Protocol | None = None) -> None:
        self.host = "127.0.0.1"
        self.port = free_port()
        self.accepted = 0
        """How many connections it has accepted so far."""
        self.fault = Fault.NONE
        """What it does now."""
        self._server = server
        self._protocol = protocol or Protocol()
        self._door = Door(self.host, self.port)
        self._sessions: dict[asyncio.Task[None], Session] = {}
        self._accepting: asyncio.Task[None] | None = None
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="proxy", daemon=True)
        self._thread.start()
        self.set(Fault.NONE)

    @property
    def open(self) -> int:
        """How many connections stand now."""
        return len(self._sessions)

    def set(self, fault: Fault) -> None:
        """Do this from now on, also to the connections that stand.

        What was spoiled before is cut: a connection through a fault is never a good one again.
        """
        asyncio.run_coroutine_threadsafe(self._set(fault), self._loop).result(_PATIENCE)

    def close(self) -> None:
        """Close the port and all connections, and end the thread; once is enough."""
        if self._loop.is_closed():
            return
        asyncio.run_coroutine_threadsafe(self._close(), self._loop).result(_PATIENCE)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(_PATIENCE)
        self._loop.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    async def _set(self, fault: Fault) -> None:
        if self._accepting is not None and fault is self.fault:
            return
        before, self.fault = self.fault, fault
        if before is not Fault.NONE or fault in _CUTTING:
            await self._cut_all()
        if fault in _CUTTING or self._accepting is None:
            await self._shut()
        for session in self._sessions.values():
            session.spoil(fault)
        if fault is Fault.UNREACHABLE:
            self._door.fill()
        elif fault is not Fault.REFUSE and self._accepting is None:
            self._accepting = asyncio.create_task(self._accept(self._door.open()))

    async def _close(self) -> None:
        await self._shut()
        await self._cut_all()

    async def _shut(self) -> None:
        if self._accepting is not None:
            self._accepting.cancel()
            await asyncio.gather(self._accepting, return_exceptions=True)
            self._accepting = None
        self._door.shut()

    async def _cut_all(self) -> None:
        tasks = list(self._sessions)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def _accept(self, listening: socket.socket) -> None:
        # Not sock_accept: a connection that comes while that is cancelled is lost and never closed.
        loop, ready = asyncio.get_running_loop(), asyncio.Event()
        loop.add_reader(listening, ready.set)
        try:
            while await ready.wait():
                ready.clear()
                with suppress(OSError):  # nobody is left, or has left already
                    self._take(listening.accept()[0])
        finally:
            loop.remove_reader(listening)

    def _take(self, client: socket.socket) -> None:
        client.setblocking(False)
        client.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.accepted += 1
        session = Session(client, self._server, self._protocol, self.fault)
        task = asyncio.create_task(session.run())
        self._sessions[task] = session
        task.add_done_callback(self._forget)

    def _forget(self, task: asyncio.Task[None]) -> None:
        self._sessions.pop(task).close()
