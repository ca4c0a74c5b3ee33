"""Sockets that systemd opened."""

from __future__ import annotations

import io
import os
import socket
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from django_health_exporter.web.listening.inherited import InheritedError, inherited_sockets

FIRST = 200
"""A descriptor beyond all that a test process has."""


@pytest.fixture
def _free() -> Iterator[None]:
    yield
    for descriptor in range(FIRST, FIRST + 4):
        try:
            os.close(descriptor)
        except OSError:
            continue


def hand_over(*descriptors: int) -> dict[str, str]:
    """Put descriptors where systemd would, and return the environment that says so."""
    for number, descriptor in enumerate(descriptors, FIRST):
        os.dup2(descriptor, number, inheritable=True)
    return {"LISTEN_PID": str(os.getpid()), "LISTEN_FDS": str(len(descriptors))}


def tcp(host: str = "127.0.0.1") -> socket.socket:
    """A listening TCP socket, blocking as systemd makes them."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    return socket.create_server((host, 0), family=family)


@pytest.mark.usefixtures("_free")
@pytest.mark.parametrize("host", ["127.0.0.1", "::1"])
def test_tcp(host: str) -> None:
    """It is known as TCP, does not block, and is not left to children."""
    if ":" in host and not socket.has_dualstack_ipv6():
        pytest.skip("no IPv6 here")
    with tcp(host) as made:
        environ = hand_over(made.fileno())
        (listener,) = inherited_sockets(environ, FIRST)
    with listener, socket.create_connection(listener.getsockname()[:2]):
        assert environ == {}
        assert listener.fileno() == FIRST
        assert not os.get_blocking(FIRST)
        assert not os.get_inheritable(FIRST)
        assert listener.proto == socket.IPPROTO_TCP
        accepted, _ = listener.accept()
        with accepted:
            assert accepted.proto == socket.IPPROTO_TCP
            accepted.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)


@pytest.mark.usefixtures("_free")
def test_several_with_a_unix_socket(tmp_path: Path) -> None:
    """All are taken, in their order; the file of a unix socket is systemd's and stays."""
    path = tmp_path / "x.sock"
    with tcp() as first, socket.socket(socket.AF_UNIX) as second:
        second.bind(str(path))
        second.listen()
        listeners = inherited_sockets(hand_over(first.fileno(), second.fileno()), FIRST)
    assert [listener.family for listener in listeners] == [socket.AF_INET, socket.AF_UNIX]
    for listener in listeners:
        listener.close()
    assert path.is_socket()


def datagram() -> socket.socket:
    """A socket that is no stream."""
    made = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    made.bind(("127.0.0.1", 0))
    return made


def connected() -> socket.socket:
    """What ``Accept=yes`` hands over."""
    ours, theirs = socket.socketpair()
    theirs.close()
    return ours


def netlink() -> socket.socket:
    """A socket of another family."""
    return socket.socket(socket.AF_NETLINK, socket.SOCK_DGRAM)


def a_file() -> io.BufferedReader:
    """What is no socket at all."""
    return Path(os.devnull).open("rb")


@pytest.mark.usefixtures("_free")
@pytest.mark.parametrize(
    ("make", "fault"),
    [
        (datagram, "is no stream socket"),
        (connected, "is not listening"),
        (netlink, "is neither a TCP nor a unix socket"),
        (a_file, "is no socket"),
    ],
)
def test_what_cannot_be_listened_on(
    make: Callable[[], socket.socket | io.BufferedReader], fault: str
) -> None:
    """It is refused with what the socket unit has to say, and those before it are closed."""
    with tcp() as good, closing(make()) as bad:
        environ = hand_over(good.fileno(), bad.fileno())
        expected = f"descriptor {FIRST + 1} {fault}, the socket unit needs ListenStream= and"
        with pytest.raises(InheritedError, match=expected):
            inherited_sockets(environ, FIRST)
    with pytest.raises(OSError, match="Bad file descriptor"):
        os.fstat(FIRST)
    os.fstat(FIRST + 1)


def test_nothing() -> None:
    """Without descriptors there is one clear line."""
    with pytest.raises(InheritedError, match="no socket was handed over"):
        inherited_sockets({})
    with pytest.raises(InheritedError, match="is no socket"):
        inherited_sockets({"LISTEN_PID": str(os.getpid()), "LISTEN_FDS": "1"}, FIRST)
