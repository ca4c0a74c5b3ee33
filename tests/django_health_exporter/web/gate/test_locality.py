"""What counts as coming from the machine itself."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any, cast

import pytest
from tornado.httputil import HTTPConnection, HTTPHeaders, HTTPServerRequest, RequestStartLine

from django_health_exporter.web.gate.locality import comes_from_here, is_local_name

LOCAL = {"Host": "localhost"}


@pytest.fixture
def tcp() -> Iterator[socket.socket]:
    """A TCP socket."""
    with socket.socket() as connection:
        yield connection


@pytest.fixture
def unix() -> Iterator[socket.socket]:
    """A unix socket."""
    with socket.socket(socket.AF_UNIX) as connection:
        yield connection


def _request(headers: dict[str, str], remote_ip: str = "127.0.0.1") -> HTTPServerRequest:
    context: Any = SimpleNamespace(remote_ip=remote_ip, protocol="http")
    start = RequestStartLine("GET", "/", "HTTP/1.1")
    connection = cast("HTTPConnection", SimpleNamespace(context=context))
    return HTTPServerRequest(headers=HTTPHeaders(headers), start_line=start, connection=connection)


@pytest.mark.parametrize("address", ["127.0.0.1", "127.8.8.8", "::1", "::ffff:127.0.0.1"])
def test_loopback(tcp: socket.socket, address: str) -> None:
    """All of 127.0.0.0/8, and its counterparts in IPv6."""
    assert comes_from_here(_request(LOCAL, address), tcp)


@pytest.mark.parametrize(
    "address", ["192.0.2.1", "0.0.0.0", "::", "::ffff:192.0.2.1", "fe80::1%eth0", "localhost", ""]
)
def test_no_loopback(tcp: socket.socket, address: str) -> None:
    """Other addresses, also of this machine, and what is none."""
    assert not comes_from_here(_request(LOCAL, address), tcp)


@pytest.mark.parametrize(
    "name",
    ["localhost", "localhost.", "health.localhost", "127.0.0.1", "127.1.2.3", "[::1]", "::1"],
)
def test_local_names(name: str) -> None:
    """What no name server can lead elsewhere."""
    assert is_local_name(name)


@pytest.mark.parametrize(
    "name",
    [
        *("evil.example", "localhost.evil.example", "127.0.0.1.evil.example", "notlocalhost", ""),
        *("192.0.2.1", "0.0.0.0", "[::]", "0x7f000001", "2130706433"),
    ],
)
def test_other_names(tcp: socket.socket, name: str) -> None:
    """Whose page may have asked: a name leads wherever its owner wants."""
    assert not is_local_name(name)
    assert not comes_from_here(_request({"Host": name or "x"}), tcp)


@pytest.mark.parametrize(
    "name",
    ["Forwarded", "X-Forwarded-For", "x-forwarded-host", "X-Forwarded-Proto", "Via", "X-Real-IP"],
)
def test_relayed(tcp: socket.socket, unix: socket.socket, name: str) -> None:
    """Proxies say that they are there, each in its own way."""
    assert not comes_from_here(_request({**LOCAL, name: ""}), tcp)
    assert not comes_from_here(_request({**LOCAL, name: ""}), unix)


def test_not_relayed(tcp: socket.socket) -> None:
    """What clients send on their own does not count."""
    assert comes_from_here(_request({**LOCAL, "Accept": "*/*", "X-Other": "1"}), tcp)


def test_unix_sockets(unix: socket.socket) -> None:
    """Browsers do not reach them, so any name will do."""
    assert comes_from_here(_request({"Host": "evil.example"}, ""), unix)


def test_a_connection_that_has_gone() -> None:
    """It comes from nowhere."""
    assert not comes_from_here(_request(LOCAL), None)
