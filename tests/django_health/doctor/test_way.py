"""How far one gets on a real network of one host."""

from __future__ import annotations

import errno
import socket
import time

import pytest

from django_health.doctor.address import Address
from django_health.doctor.way import way_to
from live_servers import free_port


def test_a_port_that_accepts() -> None:
    """Then the network is not to blame, and there is nothing to do about it."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        way = way_to(Address("127.0.0.1", listener.getsockname()[1]))
    assert "the network is well" in way.what
    assert way.remedy == ""


def test_a_port_on_which_nobody_listens() -> None:
    """The address that the name leads to is told."""
    port = free_port()
    way = way_to(Address("localhost", port))
    assert way.what.startswith(f"nothing listens at localhost:{port} (")
    assert "127.0.0.1" in way.what
    assert "start the server" in way.remedy


@pytest.mark.parametrize("host", ["no-such-host.invalid", "a..b", "x" * 300])
def test_a_name_that_does_not_resolve(host: str) -> None:
    """Also one that can be none."""
    assert "does not resolve" in way_to(Address(host, 1)).what


def test_a_host_that_is_silent(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is waited for a limited time, whatever the number of its addresses."""

    def silent(self: socket.socket, _place: object) -> None:
        time.sleep(self.gettimeout() or 0)
        raise TimeoutError

    monkeypatch.setattr(socket.socket, "connect", silent)
    begun = time.monotonic()
    way = way_to(Address("127.0.0.1", 1), seconds=0.3)
    assert time.monotonic() - begun < 10
    assert "does not answer within 0.3 s" in way.what
    assert "firewalls" in way.remedy


@pytest.mark.parametrize(
    ("number", "said"),
    [(errno.EHOSTUNREACH, "no route"), (errno.ENETUNREACH, "no route"), (errno.EACCES, "cannot")],
)
def test_other_errors(number: int, said: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each has its own words."""

    def fail(_self: socket.socket, _place: object) -> None:
        raise OSError(number, "canary")

    monkeypatch.setattr(socket.socket, "connect", fail)
    way = way_to(Address("127.0.0.1", 1))
    assert said in way.what
    assert "canary" not in str(way)


def test_a_resolver_that_is_silent(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody can end such a question, and nobody waits for its end."""

    def hang(*_arguments: object, **_options: object) -> None:
        time.sleep(30)

    monkeypatch.setattr(socket, "getaddrinfo", hang)
    begun = time.monotonic()
    way = way_to(Address("db", 1), seconds=0.2)
    assert time.monotonic() - begun < 10
    assert "no resolver answers" in way.what
