"""Opening and cutting sockets."""

from __future__ import annotations

import os
import socket
import threading
import time
from pathlib import Path

import pytest

from django_health.databases.mysql.options import MySQLOptions, mysql_options
from django_health.databases.mysql.wire import MAX_BYTES, Wire
from django_health.failure import CheckFailed
from django_health.result import Reason
from django_health.targets import MySQLTarget
from live_servers import SilentListener, free_port


def options(host: str, port: int | None = None) -> MySQLOptions:
    """Options that lead to an address."""
    return mysql_options(MySQLTarget("default", "mysql", host=host, port=port))


def open_files() -> int:
    """How many descriptors this process has open."""
    return len(list(Path("/proc/self/fd").iterdir()))


def test_cut_ends_a_wait() -> None:
    """A thread that waits for bytes is woken, though the driver has taken the socket over."""
    with SilentListener() as listener:
        wire = Wire()
        opened = wire.open(options(listener.host, listener.port), 60.0)
        taken = socket.socket(fileno=opened.detach())  # as TLS does
        taken.settimeout(60)
        thread = threading.Thread(target=taken.recv, args=(1,))
        thread.start()
        time.sleep(0.1)
        wire.cut()
        thread.join(10)
        assert not thread.is_alive()
        taken.close()
        wire.release()


def test_cut_ends_connecting() -> None:
    """A thread whose connection is not answered is woken."""
    with socket.socket() as full:
        full.bind(("127.0.0.1", 0))
        full.listen(0)
        host, port = full.getsockname()
        with socket.create_connection((host, port)):  # the queue is full from here on
            wire = Wire()
            errors: list[OSError] = []

            def connect() -> None:
                try:
                    wire.open(options(host, port), 60.0).close()
                except OSError as error:
                    errors.append(error)

            thread = threading.Thread(target=connect)
            thread.start()
            time.sleep(0.3)
            assert thread.is_alive()
            wire.cut()
            thread.join(10)
            assert not thread.is_alive()
            assert errors
            wire.release()


def test_nothing_is_opened_after_a_cut() -> None:
    """A run that was told to end does not begin anew."""
    with SilentListener() as listener:
        wire = Wire()
        wire.cut()
        accepted = listener.accepted
        before = open_files()
        with pytest.raises(CheckFailed):
            wire.open(options(listener.host, listener.port), 5.0)
        assert open_files() == before
        assert listener.accepted == accepted == 0
        with pytest.raises(CheckFailed):  # and no name is resolved
            wire.open(options("no-such-host.invalid", 1), 5.0)


def test_a_run_hears_only_so_much() -> None:
    """Bytes are counted from the beginning of each run."""
    wire = Wire()
    wire.hear(MAX_BYTES)
    with pytest.raises(CheckFailed) as caught:
        wire.hear(1)
    assert caught.value.reason is Reason.WRONG_ANSWER
    wire.begin()
    wire.hear(MAX_BYTES)


def test_failures_leave_nothing_open() -> None:
    """A refused connection leaves no descriptor behind."""
    wire = Wire()
    before = open_files()
    for _ in range(3):
        with pytest.raises(ConnectionRefusedError):
            wire.open(options("127.0.0.1", free_port()), 5.0)
    assert open_files() == before


def test_unix_socket(tmp_path: Path) -> None:
    """A path is connected to as a unix socket."""
    path = tmp_path / "s"
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind(os.fspath(path))
        listening.listen()
        wire = Wire()
        with wire.open(options(str(path)), 5.0) as opened:
            assert opened.getpeername() == str(path)
        wire.release()
