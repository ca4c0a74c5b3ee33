"""Questions to Memcached that are asked without pymemcache."""

from __future__ import annotations

import socket
from collections.abc import Iterator

import pytest
from pymemcache.exceptions import MemcacheUnexpectedCloseError

from django_health.caches.memcached.text import greet, stats
from django_health.failure import CheckFailed
from django_health.network.bounded_socket import Allowance, BoundedSocket
from django_health.result import Reason


@pytest.fixture
def ends() -> Iterator[tuple[BoundedSocket, socket.socket]]:
    """Our end of a connection, and the server's."""
    ours, theirs = socket.socketpair()
    with BoundedSocket(ours, Allowance()) as bounded, theirs:
        bounded.settimeout(5)
        yield bounded, theirs


def test_a_memcached_is_greeted(ends: tuple[BoundedSocket, socket.socket]) -> None:
    """It is asked for its version, and the answer says what it is."""
    ends[1].sendall(b"VERSION 1.6.18\r\n")
    greet(ends[0])
    assert ends[1].recv(100) == b"version\r\n"


@pytest.mark.parametrize(
    ("said", "reason"),
    [
        (b"ERROR Too many open connections\r\n", Reason.TOO_MANY_CONNECTIONS),
        (b"CLIENT_ERROR unauthenticated\r\n", Reason.AUTH),
        (b"ERROR\r\n", Reason.WRONG_ANSWER),
        (b"HTTP/1.1 400 Bad Request\r\n\r\n", Reason.WRONG_ANSWER),
        (b"HTTP/1.1 400 Bad Request\r\n\r\nBad", Reason.WRONG_ANSWER),
    ],
)
def test_others_are_told_apart(
    ends: tuple[BoundedSocket, socket.socket], said: bytes, reason: Reason
) -> None:
    """Whoever answers otherwise is full, closed to us, or no Memcached."""
    ours, theirs = ends
    theirs.sendall(said)
    theirs.shutdown(socket.SHUT_WR)
    with pytest.raises(CheckFailed) as caught:
        greet(ours)
    assert caught.value.reason is reason


def test_another_server_may_have_taken_its_place(ends: tuple[BoundedSocket, socket.socket]) -> None:
    """The first line that is none of the statistics tells it, and no end is waited for."""
    ends[1].sendall(b"HTTP/1.1 400 Bad Request\r\n\r\nBad")
    with pytest.raises(CheckFailed) as caught:
        stats(ends[0])
    assert caught.value.reason is Reason.WRONG_ANSWER


def test_an_answer_may_come_in_pieces(ends: tuple[BoundedSocket, socket.socket]) -> None:
    """Only its end ends an answer."""
    ours, theirs = ends
    theirs.sendall(b"STAT a 1\r\n")
    theirs.sendall(b"STAT b 2\r\nEN")
    theirs.sendall(b"D\r\n")
    assert stats(ours, b"stats settings\r\n") == b"STAT a 1\r\nSTAT b 2\r\nEND\r\n"
    assert theirs.recv(100) == b"stats settings\r\n"


@pytest.mark.parametrize("said", [b"ERROR\r\n", b"SERVER_ERROR no stats\r\n"])
def test_a_proxy_without_stats_has_none(
    ends: tuple[BoundedSocket, socket.socket], said: bytes
) -> None:
    """A refusal ends the answer as well, and is no failure."""
    ends[1].sendall(said)
    assert stats(ends[0]) == b""


def test_a_connection_that_ends_is_told(ends: tuple[BoundedSocket, socket.socket]) -> None:
    """The end of the connection is no end of an answer."""
    ends[1].sendall(b"STAT a 1\r\n")
    ends[1].shutdown(socket.SHUT_WR)
    with pytest.raises(MemcacheUnexpectedCloseError):
        stats(ends[0])
