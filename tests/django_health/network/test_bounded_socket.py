"""Servers whose answers have no end, and the socket that stops hearing them."""

from __future__ import annotations

import errno
import itertools
import socket
import ssl
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from cache_answers import (
    MARGIN,
    MEMCACHED_HELLO,
    failure,
    memcached_check,
    redis_check,
    wait_until,
)
from django_health.check import BaseHealthCheck
from django_health.network.bounded_socket import (
    MAX_BYTES,
    Allowance,
    BoundedSocket,
    EndlessAnswer,
)
from django_health.result import Reason
from live_servers import SilentListener, issue_certificate

BUFFERS = 16 * 1024 * 1024
"""More bytes than the sockets of both ends hold between them."""

INFO = b"$5\r\nrole:\r\n"


class EndlessListener(SilentListener):
    """Answers each question, the last one without end.

    Args:
        answers: What it says, an answer to each question.
        block: What follows the last answer, again and again.
        context: Makes it speak TLS.
    """

    def __init__(
        self, answers: list[bytes], block: bytes, context: ssl.SSLContext | None = None
    ) -> None:
        self.answers = answers
        self.block = block * (65536 // len(block))
        self.context = context
        self.sent: list[int] = []
        """How many bytes it got rid of, for every connection that has ended."""
        super().__init__()

    def _talk(self, connection: socket.socket) -> None:
        connection.settimeout(30)
        sent = 0
        with suppress(OSError):  # the client has left
            if self.context:
                connection = self.context.wrap_socket(connection, server_side=True)
            for said in self.answers:
                connection.recv(65536)
                connection.sendall(said)
            while sent < MAX_BYTES + 2 * BUFFERS:
                connection.sendall(self.block)
                sent += len(self.block)
        connection.close()
        self.sent.append(sent)


def fails_early(
    check: BaseHealthCheck, listener: EndlessListener, sentence: str = "no end"
) -> None:
    """Assert that a check calls the answer wrong before it has heard much of it."""
    told = failure(check)
    assert told.reason is Reason.WRONG_ANSWER
    assert sentence in str(told)
    wait_until(lambda: listener.sent)
    assert listener.sent[0] < MAX_BYTES + BUFFERS
    assert listener.accepted == 1


@pytest.mark.parametrize(
    ("answers", "block", "sentence"),
    [
        ([b"+OK\r\n", b"$999999999\r\n"], b"x", "no end"),
        ([b"+OK\r\n", b"$99999999999\r\n"], b"x", "no end"),
        ([b"+OK\r\n", b"+"], b"x", "no end"),
        ([b"+OK\r\n", b"-ERR "], b"x", "no end"),
        ([b"+OK\r\n", b"*99999999999\r\n"], b"+x\r\n", "protocol"),
        ([b"+OK\r\n", b"*99999999999\r\n"], b"$3\r\nabc\r\n", "protocol"),
        ([b"-"], b"x", "no end"),
        ([b"+OK\r\n", INFO, b"+OK\r\n", b"$99999999999\r\n"], b"x", "no end"),
    ],
)
def test_an_endless_answer_of_a_redis_is_not_heard_out(
    answers: list[bytes], block: bytes, sentence: str
) -> None:
    """Values, texts, errors and lists without end cost a bounded number of bytes."""
    with (
        EndlessListener(answers, block) as listener,
        redis_check(listener.host, listener.port) as check,
    ):
        fails_early(check, listener, sentence)
        assert check._kept.current is None


@pytest.mark.parametrize(
    ("answers", "block", "sentence"),
    [
        ([b"VERSION "], b"1", "no end"),
        ([MEMCACHED_HELLO[0], b""], b"STAT a 1\r\n", "no end"),
        ([*MEMCACHED_HELLO, b""], b"x", "no end"),
        ([*MEMCACHED_HELLO, b"STORED\r\n", b"VALUE "], b"x", "no end"),
        ([*MEMCACHED_HELLO, b"STORED\r\n", b"VALUE {key} 0 99999999999\r\n"], b"x", "another"),
    ],
)
def test_an_endless_answer_of_a_memcached_is_not_heard_out(
    answers: list[bytes], block: bytes, sentence: str
) -> None:
    """Lines, statistics and values without end cost a bounded number of bytes."""
    with (
        EndlessListener(answers, block) as listener,
        memcached_check((listener.host, listener.port)) as check,
    ):
        listener.answers = [said.replace(b"{key}", check._item._key) for said in answers]
        fails_early(check, listener, sentence)
        assert check._kept.current is None


def test_an_endless_answer_over_tls_is_not_heard_out(tmp_path: Path) -> None:
    """What comes encrypted is counted as well, for both kinds of servers."""
    files = issue_certificate(tmp_path)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(files.certificate, files.key)
    trust: dict[str, Any] = {"tls": True, "options": {"ssl_ca_certs": str(files.authority)}}
    with (
        EndlessListener([b"+OK\r\n", b"$99999999999\r\n"], b"x", context) as listener,
        redis_check(listener.host, listener.port, **trust) as check,
    ):
        fails_early(check, listener)
    client = ssl.create_default_context(cafile=str(files.authority))
    with (
        EndlessListener([b"VERSION "], b"x", context) as listener,
        memcached_check((listener.host, listener.port), tls_context=client) as check_too,
    ):
        fails_early(check_too, listener)


def test_every_run_may_hear_as_much() -> None:
    """A kept connection is no worse for what earlier runs heard."""
    value = b"x" * (MAX_BYTES * 2 // 3)
    answers = [b"+OK\r\n", *[b"$%d\r\n%s\r\n" % (len(value), value), b"$-1\r\n"] * 3]
    with (
        EndlessListener(answers, b"x") as listener,
        redis_check(listener.host, listener.port, read_only=True) as check,
    ):
        for _ in range(2):
            check.check()
        assert listener.accepted == 1


@pytest.fixture
def ends() -> Iterator[tuple[BoundedSocket, socket.socket]]:
    """Our end of a connection, which may hear ten bytes, and the other end."""
    ours, theirs = socket.socketpair()
    with BoundedSocket(ours, Allowance(10)) as bounded, theirs:
        bounded.settimeout(5)
        yield bounded, theirs


@pytest.mark.parametrize("into", [False, True])
def test_both_ways_of_reading_count(ends: tuple[BoundedSocket, socket.socket], into: bool) -> None:
    """Drivers read into a new or into their own buffer."""
    ours, theirs = ends
    buffer = bytearray(6)
    for number in itertools.count():
        theirs.sendall(b"12345")
        if number == 2:
            break
        assert (ours.recv_into(buffer) if into else len(ours.recv(6))) == 5
    with pytest.raises(EndlessAnswer):
        ours.recv_into(buffer) if into else ours.recv(6)


def test_the_rest_is_that_of_the_socket(ends: tuple[BoundedSocket, socket.socket]) -> None:
    """Whatever else is asked of it is done by the socket itself, flags of reading included."""
    ours, theirs = ends
    ours.sendall(b"question")
    assert theirs.recv(100) == b"question"
    theirs.sendall(b"answer")
    assert ours.recv(3, socket.MSG_PEEK) == b"ans"
    assert ours.recv(100) == b"answer"
    assert ours.gettimeout() == 5
    assert not hasattr(ours, "pending")  # which only encrypted sockets have
    ours.close()
    assert ours.fileno() == -1


def test_the_system_may_time_the_waits(ends: tuple[BoundedSocket, socket.socket]) -> None:
    """Reading and writing end in time all the same, with the error that a timeout always is."""
    ours, theirs = ends
    ours.time_by_system(0.2)
    assert ours.gettimeout() is None
    theirs.sendall(b"a")
    assert ours.recv(10) == b"a"
    for wait in (lambda: ours.recv(10), lambda: ours.sendall(b"x" * BUFFERS)):
        begun = time.monotonic()
        with pytest.raises(TimeoutError):
            wait()
        assert 0.1 < time.monotonic() - begun < MARGIN


def test_a_wait_timed_by_the_system_ends_when_shut_down(
    ends: tuple[BoundedSocket, socket.socket],
) -> None:
    """So that a run can be cancelled from another thread."""
    ours, _ = ends
    ours.time_by_system(60.0)
    end = threading.Timer(0.2, ours.shutdown, [socket.SHUT_RDWR])
    end.start()
    assert ours.recv(10) == b""
    end.join()


class FormalSocket(socket.socket):
    """Stands for one of a system that wants the time of a wait in another form."""

    def setsockopt(self, *_: object) -> None:
        """Refuse every option."""
        raise OSError(errno.EINVAL, "")


def test_a_system_that_takes_no_time_leaves_it_to_python() -> None:
    """The wait is bounded as it was before."""
    ours, theirs = socket.socketpair()
    with BoundedSocket(FormalSocket(fileno=ours.detach()), Allowance()) as bounded, theirs:
        bounded.settimeout(0.2)
        bounded.time_by_system(60.0)
        assert bounded.gettimeout() == 0.2
        with pytest.raises(TimeoutError):
            bounded.recv(10)


def test_an_encrypted_socket_times_its_own_waits(tmp_path: Path) -> None:
    """It reads and writes as its protocol wants, for which it needs Python's timeout."""
    ours, theirs = socket.socketpair()
    context = ssl.create_default_context(cafile=str(issue_certificate(tmp_path).authority))
    encrypted = context.wrap_socket(ours, server_hostname="x", do_handshake_on_connect=False)
    with BoundedSocket(encrypted, Allowance()) as bounded, theirs:
        bounded.settimeout(5)
        bounded.time_by_system(60.0)
        assert bounded.gettimeout() == 5
