"""Connections to names with several addresses, of which some are dead."""

from __future__ import annotations

import socket
import time
from collections.abc import Callable
from typing import Any

import pytest

from django_health.alerting.connecting import connected
from django_health.failure import CheckFailed
from django_health.network.cancellable_socket import CancellableSocket
from django_health.network.deadline import Deadline
from endpoint_listeners import MARGIN, full_port
from live_servers import SilentListener, free_port

Names = Callable[..., None]


@pytest.fixture
def names(monkeypatch: pytest.MonkeyPatch) -> Names:
    """Have a name lead to addresses; all others stay what they are."""
    ask = socket.getaddrinfo

    def lead(*addresses: tuple[str, int]) -> None:
        def answer(host: str, port: int, **more: Any) -> list[Any]:
            if host != "alerts.example":
                return ask(host, port, **more)
            return [entry for one in addresses for entry in ask(one[0], port, **more)]

        monkeypatch.setattr(socket, "getaddrinfo", answer)

    return lead


def open_to(port: int, seconds: float = 5.0) -> str:
    """Connect to the name; return the own address."""
    line = CancellableSocket()
    with connected(line, "alerts.example", port, Deadline(seconds)) as connection:
        return connection.own_address


def test_the_next_address_is_tried(names: Names) -> None:
    """Where one refuses; it listens on one address of loopback only."""
    with SilentListener() as listener:
        names(("127.0.0.2", 0), (listener.host, 0))
        assert open_to(listener.port) == listener.host


def test_an_address_that_swallows_has_half_of_the_time(names: Names) -> None:
    """The next one still gets the message."""
    with full_port() as (host, port):
        with socket.create_server(("127.0.0.3", port)):
            names((host, 0), ("127.0.0.3", 0))
            begun = time.monotonic()
            open_to(port, 1.0)
        assert time.monotonic() - begun < MARGIN


def test_the_last_error_is_told(names: Names) -> None:
    """A refusal by all of them, or that there is no address."""
    names(("127.0.0.1", 0), ("127.0.0.2", 0))
    with pytest.raises(ConnectionRefusedError):
        open_to(free_port())
    names()
    with pytest.raises(OSError, match="no address"):
        open_to(1)


def test_time_ends_it(names: Names) -> None:
    """However many addresses there are."""
    with full_port() as (host, port):
        names(*[(host, 0)] * 5)
        begun = time.monotonic()
        with pytest.raises((CheckFailed, TimeoutError)):
            open_to(port, 0.4)
        assert time.monotonic() - begun < MARGIN
