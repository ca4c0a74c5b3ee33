"""How far a server is."""

from __future__ import annotations

import socket

import pytest

from django_health.network.distance import awaited_at, is_on_this_machine
from django_health.steps import Awaited


@pytest.mark.parametrize(
    ("family", "host"), [(socket.AF_INET, "127.0.0.1"), (socket.AF_INET6, "::1")]
)
def test_a_server_on_this_machine(family: socket.AddressFamily, host: str) -> None:
    """Its address is our own."""
    with (
        socket.create_server((host, 0), family=family) as server,
        socket.create_connection(server.getsockname()[:2]) as connected,
    ):
        awaited = awaited_at(connected.fileno())
        assert awaited == Awaited(connected.fileno(), is_soon=True, is_near=True)
        connected.send(b"it is still open")


def test_a_unix_socket_is_on_this_machine() -> None:
    """It has no address."""
    own, other = socket.socketpair()
    with own, other:
        assert is_on_this_machine(own.fileno())


def test_another_address_is_another_machine() -> None:
    """As far as addresses tell: here it is one more of the same machine."""
    with socket.create_server(("127.0.0.2", 0)) as server, socket.socket() as connected:
        connected.bind(("127.0.0.1", 0))
        connected.connect(server.getsockname())
        assert not awaited_at(connected.fileno()).is_near


def test_a_connection_that_has_ended_is_nowhere() -> None:
    """Reading it will tell."""
    with socket.socket() as unconnected:
        assert not is_on_this_machine(unconnected.fileno())
