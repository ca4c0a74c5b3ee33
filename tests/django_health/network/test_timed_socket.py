"""A connection whose waits end with the run."""

from __future__ import annotations

import itertools
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from django_health.failure import CheckFailed
from django_health.network.authorities import Trust
from django_health.network.cancellable_socket import CancellableSocket
from django_health.network.deadline import Deadline
from django_health.network.timed_socket import TimedSocket
from django_health.result import Reason
from endpoint_listeners import MARGIN, TalkListener, certified, dripping, saying
from live_servers import SilentListener


@contextmanager
def timed(listener: SilentListener, seconds: float = 5.0) -> Iterator[TimedSocket]:
    """A connection that has so long."""
    address = listener.host, listener.port
    with TimedSocket.open(CancellableSocket(), address, Deadline(seconds)) as connection:
        yield connection


def test_it_speaks_and_hears() -> None:
    """As a socket and as a file, which is always the same one."""
    with TalkListener(saying(b"one\ntwo\n", b"three\n")) as listener, timed(listener) as one:
        one.sendall(b"hello")
        reader = one.makefile("rb")
        assert reader.readline() == b"one\n"
        assert one.makefile("rb").readline() == b"two\n"
        one.sendall(b"hello")
        assert reader.read() == b"three\n"
        assert one.own_address == "127.0.0.1"
        assert one.certificate == b""


def test_what_drips_ends_with_the_deadline() -> None:
    """Every single wait is short, and all together are not."""
    with (
        TalkListener(dripping(b"", itertools.repeat(b"x", 600))) as listener,
        timed(listener, 0.4) as one,
    ):
        begun = time.monotonic()
        with pytest.raises(CheckFailed) as caught:
            one.makefile("rb").read()
        assert caught.value.reason is Reason.TIMEOUT
        assert time.monotonic() - begun < MARGIN  # it would drip on for longer


def test_what_is_not_taken_ends_with_the_deadline() -> None:
    """A server that reads nothing fills the buffers of both sides."""
    with SilentListener() as listener, timed(listener, 0.4) as one:
        with pytest.raises(CheckFailed) as caught:
            one.sendall(b"x" * 64 * 1024 * 1024)
        assert caught.value.reason is Reason.TIMEOUT


def test_without_time_nothing_is_begun() -> None:
    """Neither a connection nor a wait on one."""
    over = Deadline(0.0)
    with SilentListener() as listener:
        with pytest.raises(CheckFailed):
            TimedSocket.open(CancellableSocket(), (listener.host, listener.port), over)
        assert listener.accepted == 0


def test_a_cancelled_wait_is_no_end_of_the_answer() -> None:
    """A protocol would take it for one."""
    line = CancellableSocket()
    with SilentListener() as listener:
        address = listener.host, listener.port
        with TimedSocket.open(line, address, Deadline(60.0)) as one:
            later = threading.Timer(0.2, line.cancel)
            later.start()
            with pytest.raises(CheckFailed) as caught:
                one.makefile("rb").read(1)
            later.join()
    assert caught.value.reason is Reason.TIMEOUT


def test_it_can_be_encrypted_in_the_middle(tmp_path: Path) -> None:
    """And then has a certificate; what was said in plain after the last word is dropped."""
    certificate = certified(tmp_path)

    def talk(connection: socket.socket) -> None:
        connection.recv(10)
        connection.sendall(b"go\ninjected\n")
        with certificate.context.wrap_socket(connection, server_side=True) as encrypted:
            encrypted.sendall(b"secret\n")

    with TalkListener(talk) as listener, timed(listener) as plain:
        plain.sendall(b"tls?")
        assert plain.makefile("rb").readline() == b"go\n"
        context = Trust(certificate.authority).context()
        with plain.encrypted("localhost", context) as one:
            assert one.makefile("rb").readline() == b"secret\n"
            assert one.certificate[:1] == b"\x30"


def test_a_broken_encryption_is_told(tmp_path: Path) -> None:
    """It is no end of the answer, either."""
    certificate = certified(tmp_path)

    def talk(connection: socket.socket) -> None:
        encrypted = certificate.context.wrap_socket(connection, server_side=True)
        with socket.socket(fileno=encrypted.detach()) as plain:
            plain.sendall(b"\x17\x03\x03\x00\x20" + b"x" * 32)
            plain.recv(10)

    with TalkListener(talk) as listener:
        context = Trust(certificate.authority).context()
        address = "localhost", listener.port
        with TimedSocket.open(CancellableSocket(), address, Deadline(5.0), context) as one:
            with pytest.raises(CheckFailed) as caught:
                one.makefile("rb").read(1)
            assert caught.value.reason is Reason.TLS
