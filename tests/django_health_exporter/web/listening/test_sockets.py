"""Listening sockets: every form of address, and one clear line for each that cannot be."""

from __future__ import annotations

import errno
import socket
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest

from django_health_exporter.web.listening import sockets
from django_health_exporter.web.listening.sockets import (
    ListenError,
    check_address,
    handed_over_sockets,
    listening_sockets,
    written,
)
from django_health_exporter.web.listening.unix_sockets import UnixListener

needs_ipv6 = pytest.mark.skipif(not socket.has_dualstack_ipv6(), reason="no IPv6 here")


@contextmanager
def listening(address: str) -> Iterator[list[socket.socket]]:
    """Listen during a test."""
    with ExitStack() as stack:
        yield [stack.enter_context(listener) for listener in listening_sockets(address)]


def reaches(host: str, listener: socket.socket) -> bool:
    """Whether a client gets through to a listener at an address of this host."""
    try:
        socket.create_connection((host, listener.getsockname()[1]), timeout=5).close()
    except ConnectionRefusedError:
        return False
    return True


def refused(address: str) -> str:
    """Return the error that an address gives."""
    with pytest.raises(ListenError) as caught:
        listening_sockets(address)
    text = str(caught.value)
    assert text.startswith(f"--web.listen-address {address!r}: ")
    assert "\n" not in text
    return text


def test_one_ipv4_address() -> None:
    """An IPv4 address is listened on alone, at a port that is chosen for port 0."""
    with listening("127.0.0.1:0") as (listener,):
        assert listener.family == socket.AF_INET
        assert reaches("127.0.0.1", listener)
        assert not reaches("127.0.0.2", listener)
        assert written(listener) == f"127.0.0.1:{listener.getsockname()[1]}"


@needs_ipv6
def test_one_ipv6_address() -> None:
    """An IPv6 address stands in brackets."""
    with listening("[::1]:0") as (listener,):
        assert reaches("::1", listener)
        assert not reaches("127.0.0.1", listener)
        assert written(listener) == f"[::1]:{listener.getsockname()[1]}"


@needs_ipv6
@pytest.mark.parametrize("address", [":0", "[::]:0"])
def test_all_interfaces_of_both_families(address: str) -> None:
    """Without a host, IPv4 and IPv6 are served by one socket."""
    with listening(address) as (listener,):
        assert reaches("127.0.0.1", listener)
        assert reaches("::1", listener)


@pytest.mark.parametrize("number", [errno.EAFNOSUPPORT, errno.EADDRNOTAVAIL])
def test_ipv4_alone_without_ipv6(monkeypatch: pytest.MonkeyPatch, number: int) -> None:
    """A host without IPv6 is served at all its IPv4 addresses, and names keep those."""
    monkeypatch.setattr(sockets, "Listener", _without_ipv6(number))
    with listening(":0") as (listener,):
        assert listener.getsockname()[0] == "0.0.0.0"
        assert reaches("127.0.0.1", listener)
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: [_info("::1"), _info("127.0.0.1")])
    with listening("both.example:0") as (listener,):
        assert listener.getsockname()[0] == "127.0.0.1"


def test_a_name_is_served_at_all_its_addresses(monkeypatch: pytest.MonkeyPatch) -> None:
    """All addresses of a name get the same port, each once."""
    hosts = ["127.0.0.3", "127.0.0.4", "127.0.0.3"]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: [_info(host) for host in hosts])
    with listening("many.example:0") as (first, second):
        assert [s.getsockname()[0] for s in (first, second)] == ["127.0.0.3", "127.0.0.4"]
        assert first.getsockname()[1] == second.getsockname()[1]


def test_a_host_name() -> None:
    """A name from the hosts file works."""
    with listening("localhost:0") as listeners:
        assert reaches("localhost", listeners[0])


def test_sockets_know_that_they_are_tcp() -> None:
    """Without the protocol, asyncio would not switch Nagle's delay off."""
    with listening("127.0.0.1:0") as (listener,):
        assert listener.proto == socket.IPPROTO_TCP
        with socket.create_connection(listener.getsockname()):
            listener.setblocking(True)
            with listener.accept()[0] as accepted:
                assert accepted.proto == socket.IPPROTO_TCP


def test_a_port_in_use() -> None:
    """A busy port says so, and what to do."""
    with listening("127.0.0.1:0") as (listener,):
        assert "port is in use" in refused(written(listener))


def test_an_address_of_another_host() -> None:
    """An address that no interface has says so."""
    assert "no interface has this address" in refused("192.0.2.1:0")


def test_an_unknown_name() -> None:
    """A name that does not resolve says so."""
    assert "host name is unknown" in refused("no-such-host.invalid:0")


def test_an_error_at_one_address_closes_the_others(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing stays open when one address of a name is in use."""
    with listening("127.0.0.1:0") as (busy,):
        port = busy.getsockname()[1]
        monkeypatch.setattr(
            sockets, "_places", lambda *_: [(2, ("127.0.0.5", port)), (2, ("127.0.0.1", port))]
        )
        refused(f"two.example:{port}")
        with socket.socket() as again:
            again.bind(("127.0.0.5", port))


def test_a_forbidden_port(monkeypatch: pytest.MonkeyPatch) -> None:
    """A port that needs a privilege says so."""
    monkeypatch.setattr(sockets, "Listener", _refusing_bind(errno.EACCES))
    assert "CAP_NET_BIND_SERVICE" in refused("127.0.0.1:80")


@pytest.mark.parametrize(
    "address",
    [
        *("", "10170", "localhost", "127.0.0.1", "::1", "::1:10170", "[::1]", "[]:1", "[x]:1"),
        *(":65536", ":-1", ":http", ":1٣", "a b:1", "http://x:1", "[::1]x:1", "1:2:3", ":99999999"),
        *(f":{'9' * 5000}", ":000001"),
    ],
)
def test_what_is_no_address(address: str) -> None:
    """Whatever is not of the forms is refused with the forms."""
    assert "write HOST:PORT, [IPV6]:PORT or :PORT" in refused(address)


@pytest.mark.parametrize("address", ["a..b:1", "\0:1", f"{'x' * 70}.example:1"])
def test_what_can_be_no_host(address: str) -> None:
    """Names that no resolver takes are refused like unknown ones."""
    refused(address)


@pytest.mark.parametrize("form", ["unix:{}", "unix://{}"])
def test_unix_socket(tmp_path: Path, form: str) -> None:
    """A path stands after ``unix:``, as a URL or not; it is told without slashes for nothing."""
    path = tmp_path / "x.sock"
    with listening(form.format(path)) as (listener,):
        assert listener.family == socket.AF_UNIX
        assert written(listener) == f"unix:{path}"
        assert "socket is in use" in refused(f"unix:{path}")
    assert not path.exists()


def test_abstract_unix_socket() -> None:
    """A name stands after ``unix:@``, and is in use once."""
    with listening("unix:@django-health-test") as (listener,):
        assert written(listener) == "unix:@django-health-test"
        assert "socket is in use" in refused("unix:@django-health-test")


@pytest.mark.parametrize(
    "address",
    [
        *("unix:", "unix://", "unix:/", "unix:run/x.sock", "unix:@"),
        *("unix:/x\0y", "unix:@a\0b", "unix:/folder/", "unix", "unix:x", "UNIX:/x"),
    ],
)
def test_what_is_no_unix_socket(address: str) -> None:
    """Only absolute paths and names are taken, and that is known before anything starts."""
    assert "or unix:/PATH or unix:@NAME" in refused(address)
    with pytest.raises(ListenError, match="or unix:/PATH or unix:@NAME"):
        check_address(address)


def test_check_address_knows_the_longest_path() -> None:
    """It is refused before anything starts, as it is when it is listened on."""
    address = f"unix:/{'x' * 107}"
    with pytest.raises(ListenError, match="more than 107 bytes"):
        check_address(address)
    assert "more than 107 bytes" in refused(address)


@pytest.mark.parametrize("address", [":0", "[::1]:80", "h:1", "unix:/x", "unix:///x", "unix:@x"])
def test_check_address_opens_nothing(address: str) -> None:
    """What is of one of the forms is right."""
    check_address(address)


@pytest.mark.parametrize(
    ("number", "remedy"),
    [
        (errno.EACCES, "let the daemon's user write to the folder"),
        (errno.EROFS, "the file system is read-only"),
        (errno.ENOSPC, "No space left on device, choose another path"),
    ],
)
def test_folder_that_cannot_be_used(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int, remedy: str
) -> None:
    """Each reason has its remedy."""

    def bind(_self: object, _address: object) -> None:
        raise OSError(number, "refused")

    monkeypatch.setattr(UnixListener, "bind", bind)
    assert remedy in refused(f"unix:{tmp_path}/x.sock")


def test_systemd_handed_nothing_over() -> None:
    """The error names the flag."""
    with pytest.raises(ListenError, match=r"^--web\.systemd-socket: no socket was handed over"):
        handed_over_sockets({})


def _info(host: str) -> tuple[int, int, int, str, tuple[str, int]]:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    return family, socket.SOCK_STREAM, socket.IPPROTO_TCP, "", (host, 0)


def _without_ipv6(number: int) -> type[socket.socket]:
    class WithoutIPv6(socket.socket):
        def __init__(
            self, family: int = -1, kind: int = -1, proto: int = -1, fileno: int | None = None
        ) -> None:
            if family == socket.AF_INET6:
                raise OSError(number, "no IPv6")
            super().__init__(family, kind, proto, fileno)

    return WithoutIPv6


def _refusing_bind(number: int) -> Callable[..., socket.socket]:
    class Refusing(socket.socket):
        def bind(self, _address: object) -> None:
            raise OSError(number, "refused")

    return Refusing
