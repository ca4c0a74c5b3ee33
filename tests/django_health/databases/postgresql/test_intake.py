"""How much a server may send."""

from __future__ import annotations

import socket

import pytest

from django_health.databases.postgresql.intake import MAX_BYTES, Intake
from django_health.failure import CheckFailed
from django_health.result import Reason

BLOCK = bytes(16 * 1024)


def test_what_waits_is_counted() -> None:
    """What has come and was read counts as well, until it was too much."""
    intake = Intake()
    server, client = socket.socketpair()
    with server, client:
        for _ in range(MAX_BYTES // len(BLOCK)):
            server.sendall(BLOCK)
            intake.count(client.fileno())
            assert len(client.recv(len(BLOCK), socket.MSG_WAITALL)) == len(BLOCK)
        intake.count(client.fileno())
        server.sendall(b"x")
        with pytest.raises(CheckFailed) as caught:
            intake.count(client.fileno())
    assert caught.value.reason is Reason.WRONG_ANSWER


def test_little_waits_at_a_time() -> None:
    """The system takes less for a narrowed socket, which stays open."""
    with socket.socket() as client:
        before = client.getsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF)
        Intake.narrow(client.fileno())
        assert client.getsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF) < before
