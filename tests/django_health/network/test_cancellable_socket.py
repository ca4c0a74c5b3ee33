"""Opening a socket within a time, and ending it from another thread."""

from __future__ import annotations

import socket
import ssl
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from cache_answers import wait_until
from django_health.network.cancellable_socket import CancellableSocket
from endpoint_listeners import MARGIN, TalkListener, full_port
from live_servers import SilentListener, free_port


def ends_soon(line: CancellableSocket, wait: Callable[[], object]) -> bool:
    """Whether something that waits on the line ends when it is cancelled."""
    waiting = threading.Thread(target=_ignoring_errors, args=(wait,), daemon=True)
    waiting.start()
    time.sleep(0.2)
    assert waiting.is_alive()
    line.cancel()
    waiting.join(MARGIN)
    return not waiting.is_alive()


def _ignoring_errors(wait: Callable[[], object]) -> None:
    try:
        wait()
    except OSError:
        return


def test_a_socket_is_open_without_delay_and_with_its_timeout() -> None:
    """Small questions are sent at once, and no wait is without end."""
    with SilentListener() as listener:
        opened = CancellableSocket().open((listener.host, listener.port), 3.0)
        with opened:
            assert opened.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)
            assert opened.gettimeout() == 3.0


def test_a_unix_socket_is_opened_by_its_path(tmp_path: Path) -> None:
    """A text is the path of a unix socket."""
    path = str(tmp_path / "socket")
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind(path)
        listening.listen()
        with CancellableSocket().open(path, 3.0) as opened:
            assert opened.getpeername() == path


def test_the_next_address_of_a_name_is_tried(monkeypatch: pytest.MonkeyPatch) -> None:
    """A name's second address serves when its first refuses, unless only one is to be tried."""
    refused = (socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1", free_port()))
    with SilentListener() as listener:
        good = (*refused[:4], (listener.host, listener.port))
        monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: [refused, good])
        CancellableSocket().open(("two", 1), 3.0).close()
        with pytest.raises(ConnectionRefusedError):
            CancellableSocket().open(("two", 1), 3.0, first_address_only=True)


def test_an_error_of_tls_ends_the_walk_over_the_addresses(monkeypatch: pytest.MonkeyPatch) -> None:
    """The next address is the same server's, and would be told the same."""
    context = ssl.create_default_context()

    def talk(connection: socket.socket) -> None:
        connection.recv(65536)
        connection.sendall(b"220 no TLS here\r\n")

    with TalkListener(talk) as first, TalkListener(talk) as second:
        found = [
            (socket.AF_INET, socket.SOCK_STREAM, 6, "", (one.host, one.port))
            for one in (first, second)
        ]
        monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: found)
        with pytest.raises(ssl.SSLError):
            CancellableSocket().open(("two", 1), MARGIN, context)
        assert (first.accepted, second.accepted) == (1, 0)


def test_connecting_has_its_time() -> None:
    """A port that does not take connections costs no more than the timeout."""
    with full_port() as address:
        begun = time.monotonic()
        with pytest.raises(TimeoutError):
            CancellableSocket().open(address, 0.3)
    assert time.monotonic() - begun < MARGIN


def test_a_tls_handshake_has_its_time() -> None:
    """A server that does not answer the handshake costs no more than the timeout."""
    begun = time.monotonic()
    with SilentListener() as listener, pytest.raises(TimeoutError):
        CancellableSocket().open((listener.host, listener.port), 0.3, ssl.create_default_context())
    assert time.monotonic() - begun < MARGIN


def test_cancelling_ends_connecting() -> None:
    """A connection under way is given up at once."""
    line = CancellableSocket()
    with full_port() as address:
        assert ends_soon(line, lambda: line.open(address, 60.0))


def test_cancelling_ends_a_tls_handshake() -> None:
    """A handshake under way is given up at once."""
    line, context = CancellableSocket(), ssl.create_default_context()
    with SilentListener() as listener:
        address = (listener.host, listener.port)
        assert ends_soon(line, lambda: line.open(address, 60.0, context))


def test_cancelling_ends_reading() -> None:
    """Whoever reads from the socket reads its end."""
    line = CancellableSocket()
    with SilentListener() as listener:
        opened = line.open((listener.host, listener.port), 60.0)
        assert ends_soon(line, lambda: opened.recv(1))
        opened.close()


def test_nothing_is_opened_after_cancelling() -> None:
    """A run that was told to end does not connect anew, until the next run begins."""
    line = CancellableSocket()
    with SilentListener() as listener:
        line.cancel()
        with pytest.raises(TimeoutError):
            line.open((listener.host, listener.port), 3.0)
        assert line.is_cancelled
        line.begin()
        line.open((listener.host, listener.port), 3.0).close()
        wait_until(lambda: listener.accepted == 1)


def test_cancelling_an_idle_or_closed_socket_does_nothing() -> None:
    """The engine may cancel a run in the moment in which it ends."""
    line = CancellableSocket()
    line.cancel()
    line.begin()
    with SilentListener() as listener:
        line.open((listener.host, listener.port), 3.0).close()
    line.cancel()


def test_cancelling_ends_a_handshake_in_the_middle() -> None:
    """Of a connection that was open before."""
    line, context = CancellableSocket(), ssl.create_default_context()
    with SilentListener() as listener:
        plain = line.open((listener.host, listener.port), 60.0)
        assert ends_soon(line, lambda: line.encrypt(plain, "localhost", context))
