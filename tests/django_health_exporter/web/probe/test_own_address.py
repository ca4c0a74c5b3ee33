"""Under which address a client reaches the daemon."""

from __future__ import annotations

import socket
from contextlib import ExitStack
from pathlib import Path

import pytest

from django_health_exporter.web.probe.own_address import own_address


def _address_by(listening: tuple[str, int], connecting: str, family: int) -> str | None:
    """What is found for a real connection, with PORT for its port."""
    with ExitStack() as opened:
        listener = opened.enter_context(socket.socket(family, socket.SOCK_STREAM))
        if family == socket.AF_INET6:
            listener.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 0)
        listener.bind(listening)
        listener.listen()
        port = listener.getsockname()[1]
        opened.enter_context(socket.create_connection((connecting, port), timeout=10))
        accepted = opened.enter_context(listener.accept()[0])
        found = own_address(accepted)
        return found and found.replace(str(port), "PORT")


@pytest.mark.parametrize(
    ("listening", "connecting", "family", "address"),
    [
        ("127.0.0.1", "127.0.0.1", socket.AF_INET, "127.0.0.1:PORT"),
        ("0.0.0.0", "127.0.0.2", socket.AF_INET, "127.0.0.2:PORT"),
        ("::", "127.0.0.1", socket.AF_INET6, "127.0.0.1:PORT"),
        ("::1", "::1", socket.AF_INET6, "[::1]:PORT"),
    ],
)
def test_it_is_the_one_that_the_connection_came_to(
    listening: str, connecting: str, family: int, address: str
) -> None:
    """Also where all interfaces, or both families, are listened on."""
    assert _address_by((listening, 0), connecting, family) == address


def test_a_closed_connection_has_none() -> None:
    """There is nobody to tell."""
    assert own_address(None) is None


def test_a_unix_socket_has_none(tmp_path: Path) -> None:
    """No Prometheus could ask for it."""
    with ExitStack() as opened:
        listener = opened.enter_context(socket.socket(socket.AF_UNIX))
        listener.bind(str(tmp_path / "s"))
        listener.listen()
        client = opened.enter_context(socket.socket(socket.AF_UNIX))
        client.connect(str(tmp_path / "s"))
        accepted = opened.enter_context(listener.accept()[0])
        assert own_address(accepted) is None
