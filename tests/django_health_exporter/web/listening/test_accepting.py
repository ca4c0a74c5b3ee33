"""Connections that have to wait for a descriptor."""

from __future__ import annotations

import asyncio
import errno
import os
import resource
import socket
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from tornado.netutil import add_accept_handler

from django_health_exporter.web.errors import LoopErrors
from django_health_exporter.web.listening.accepting import Listener, NoDescriptorLeftError

PATIENCE = 20.0


@contextmanager
def no_descriptor_left() -> Iterator[None]:
    """Let this process open nothing more while the block runs."""
    limits = resource.getrlimit(resource.RLIMIT_NOFILE)
    free = os.open(os.devnull, os.O_RDONLY)  # always the lowest number that is free
    os.close(free)
    resource.setrlimit(resource.RLIMIT_NOFILE, (free, limits[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, limits)


@contextmanager
def listening() -> Iterator[Listener]:
    """A listening socket on loopback."""
    with Listener() as listener:
        listener.setblocking(False)
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        yield listener


class Tries(Listener):
    """Counts how often a connection was asked for."""

    number = 0

    def accept(self) -> tuple[socket.socket, object]:
        """Count, and take a connection."""
        self.number += 1
        return super().accept()


def test_it_rests_and_takes_the_connection_when_it_can(caplog: pytest.LogCaptureFixture) -> None:
    """Meanwhile it hardly tries, and the log is told once."""

    async def serve() -> None:
        asyncio.get_running_loop().set_exception_handler(LoopErrors())
        taken = asyncio.Event()
        with Tries() as listener, socket.socket() as client:
            listener.setblocking(False)
            listener.bind(("127.0.0.1", 0))
            listener.listen()

            def take(connection: socket.socket, _address: object) -> None:
                connection.close()
                taken.set()

            remove = add_accept_handler(listener, take)
            with no_descriptor_left():
                client.connect(listener.getsockname())
                await asyncio.sleep(0.5)
                assert not taken.is_set()
            assert 0 < listener.number < 20
            await asyncio.wait_for(taken.wait(), PATIENCE)
            remove()

    asyncio.run(serve())
    (record,) = caplog.records
    assert "NoDescriptorLeftError" in record.getMessage()


def test_closed_while_it_rests(caplog: pytest.LogCaptureFixture) -> None:
    """It is not listened to again."""

    async def serve() -> None:
        with listening() as listener, socket.create_connection(listener.getsockname()):
            remove = add_accept_handler(listener, lambda *_: None)
            with no_descriptor_left(), pytest.raises(NoDescriptorLeftError):
                listener.accept()
            remove()
            listener.close()
            await asyncio.sleep(0.3)

    asyncio.run(serve())
    assert not caplog.records


def test_other_errors_stay_what_they_are() -> None:
    """A connection that is not there is no reason to rest."""
    with listening() as listener, pytest.raises(BlockingIOError) as caught:
        listener.accept()
    assert caught.value.errno == errno.EAGAIN
