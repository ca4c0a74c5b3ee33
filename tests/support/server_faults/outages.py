"""Servers and daemons that stand still, and servers that are not there."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

from live_servers import LiveServer
from live_servers.pause import Pause
from server_faults.watch import Watch


@contextmanager
def frozen(*servers: LiveServer) -> Iterator[None]:
    """Servers that stand still while the block runs, their connections with them."""
    with ExitStack() as going_on:
        for server in servers:
            going_on.callback(server.resume)
            server.pause()
        yield


@contextmanager
def away(*servers: LiveServer) -> Iterator[None]:
    """Servers that do not run while the block runs."""
    with ExitStack() as back:
        for server in servers:
            server.stop()
            back.callback(server.start)
        yield


@contextmanager
def asleep(watch: Watch) -> Iterator[None]:
    """A daemon that stands still while the block runs."""
    sleep = Pause(watch.exporter.process.pid)
    try:
        yield
    finally:
        sleep.end()
