"""The proxy before a real Redis: each fault as a client sees it, and the end of it."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress

import pytest

from fault_proxy import Fault, FaultProxy, Protocol
from live_servers import Redis, free_port
from live_servers.ports import is_taken

PATIENCE = 0.5
"""Seconds after which what said nothing is silent."""

PING, PONG = b"PING\r\n", b"+PONG\r\n"
PROTOCOL = Protocol(
    handshake=1, garbage=b"220 mail.test ESMTP\r\n", opening=b"+", flood=b"x" * 1000, drip=0.1
)


@pytest.fixture
def proxy(redis_server: Redis) -> Iterator[FaultProxy]:
    """A proxy that passes everything on so far."""
    with FaultProxy((redis_server.host, redis_server.port), PROTOCOL) as running:
        yield running


def _connect(proxy: FaultProxy) -> socket.socket:
    return socket.create_connection((proxy.host, proxy.port), timeout=PATIENCE)


def _ask(client: socket.socket) -> bytes:
    """Say something and return all of the answer, or what there is of it."""
    client.settimeout(10)
    client.sendall(PING)
    said = b""
    while len(said) < len(PONG) and (part := client.recv(100)):
        said += part
    return said


def _seconds(client: socket.socket) -> float:
    """How long a question takes."""
    begun = time.monotonic()
    assert _ask(client) == PONG
    return time.monotonic() - begun


def _is_silent(client: socket.socket) -> bool:
    client.settimeout(PATIENCE)
    client.sendall(PING)
    try:
        client.recv(1)
    except TimeoutError:
        return True
    return False


def test_it_passes_on_and_counts(proxy: FaultProxy) -> None:
    """Without a fault it is not noticed."""
    with _connect(proxy) as first, _connect(proxy) as second:
        assert _ask(first) == _ask(second) == PONG
        assert (proxy.accepted, proxy.open) == (2, 2)
    _await(lambda: proxy.open == 0)
    assert proxy.accepted == 2


def test_a_line_that_is_laid_down(redis_server: Redis) -> None:
    """After a rest the first question takes longer, and those after it do not."""
    place, protocol = (redis_server.host, redis_server.port), Protocol(delay=PATIENCE)
    with FaultProxy(place, protocol) as proxy, _connect(proxy) as client:
        for _ in range(2):
            took = [_seconds(client) for _ in range(50)]
            assert took[0] > PATIENCE * 0.9
            assert sum(took) < PATIENCE * len(took) / 2
            time.sleep(PATIENCE)


@pytest.mark.parametrize("fault", [Fault.SILENT, Fault.SILENT_AFTER_HANDSHAKE])
def test_silence(proxy: FaultProxy, fault: Fault) -> None:
    """It falls on a connection that stands, and on a new one at once or after its log-in."""
    with _connect(proxy) as standing:
        assert _ask(standing) == PONG
        proxy.set(fault)
        assert _is_silent(standing)
        with _connect(proxy) as new:
            if fault is Fault.SILENT_AFTER_HANDSHAKE:
                assert _ask(new) == PONG
            assert _is_silent(new)


def test_drops(proxy: FaultProxy) -> None:
    """The true answer comes, one byte after the other."""
    with _connect(proxy) as client:
        proxy.set(Fault.DRIP)
        begun = time.monotonic()
        assert _ask(client) == PONG
        assert time.monotonic() - begun > (len(PONG) - 1) * PROTOCOL.drip


def test_a_reset(proxy: FaultProxy) -> None:
    """A part of the answer comes, and then an error instead of an end."""
    proxy.set(Fault.RESET)
    with _connect(proxy) as client:
        client.sendall(PING)
        assert client.recv(100) == PONG[: len(PONG) // 2]
        with pytest.raises(ConnectionResetError):
            client.recv(100)


def test_garbage(proxy: FaultProxy) -> None:
    """A connection that stands hears it for an answer, a new one at once."""
    with _connect(proxy) as standing:
        proxy.set(Fault.GARBAGE)
        standing.sendall(PING)
        with _connect(proxy) as new:
            assert [client.recv(100) for client in (standing, new)] == [PROTOCOL.garbage] * 2
            assert new.recv(100) == b""


def test_a_flood(proxy: FaultProxy) -> None:
    """After the log-in comes more than any buffer holds."""
    proxy.set(Fault.ENDLESS)
    with _connect(proxy) as client:
        assert _ask(client) == PONG
        client.sendall(PING)
        heard, enough = 0, 32 * 1024 * 1024
        while heard < enough:
            part = client.recv(1024 * 1024)
            assert part, f"it ended after {heard} bytes"
            heard += len(part)


def test_a_shut_port(proxy: FaultProxy) -> None:
    """Who stands is cut, and who comes is refused."""
    with _connect(proxy) as standing:
        assert _ask(standing) == PONG
        proxy.set(Fault.REFUSE)
        assert _ending(standing)
        with pytest.raises(ConnectionRefusedError):
            _connect(proxy)


def test_no_way(proxy: FaultProxy) -> None:
    """Who stands is cut, and who comes hears neither yes nor no."""
    with _connect(proxy) as standing:
        assert _ask(standing) == PONG
        proxy.set(Fault.UNREACHABLE)
        assert _ending(standing)
        with pytest.raises(TimeoutError):
            _connect(proxy)


@pytest.mark.parametrize("before", Fault)
@pytest.mark.parametrize("fault", [fault for fault in Fault if fault is not Fault.NONE])
def test_every_fault_ends(proxy: FaultProxy, before: Fault, fault: Fault) -> None:
    """Whatever was before: what it spoiled is cut, and all is well on the same port."""
    proxy.set(before)
    proxy.set(fault)
    if fault not in {Fault.REFUSE, Fault.UNREACHABLE}:
        with _connect(proxy) as spoiled:
            _await(lambda: proxy.open == 1)
            proxy.set(Fault.NONE)
            assert _ending(spoiled)
    proxy.set(Fault.NONE)
    with _connect(proxy) as client:
        assert _ask(client) == PONG


def test_a_server_that_is_not_there() -> None:
    """Its clients are cut, maybe before they know that they were connected, and it goes on."""
    with FaultProxy(("127.0.0.1", free_port())) as proxy:
        for _ in range(2):
            with suppress(ConnectionResetError), _connect(proxy) as client:
                assert _ending(client)
        _await(lambda: proxy.accepted == 2)


def test_it_leaves_nothing(redis_server: Redis) -> None:
    """Its port is free and its thread has ended, though somebody was connected."""
    threads = threading.active_count()
    with FaultProxy((redis_server.host, redis_server.port)) as proxy, _connect(proxy) as client:
        assert _ask(client) == PONG
        proxy.close()
        assert _ending(client)
        assert not is_taken(proxy.port)
        assert threading.active_count() == threads


def _ending(client: socket.socket) -> bool:
    """Whether the connection ends, whatever is said on it before."""
    client.settimeout(10)
    try:
        while client.recv(65536):
            pass
    except ConnectionResetError:
        pass
    return True


def _await(condition: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 10
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.01)
