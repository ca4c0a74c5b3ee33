"""Listening sockets from addresses as they are written after ``--web.listen-address``.

With ``--web.systemd-socket`` they come from systemd instead.
"""

from __future__ import annotations

import errno
import os
import re
import socket
from collections.abc import Iterable, MutableMapping
from contextlib import ExitStack
from typing import Any

from django_health_exporter.web.listening.accepting import Listener
from django_health_exporter.web.listening.inherited import InheritedError, inherited_sockets
from django_health_exporter.web.listening.unix_sockets import PathError, check_length, unix_listener

FLAG = "--web.listen-address"
SYSTEMD_FLAG = "--web.systemd-socket"

BACKLOG = 4096
"""Connections that wait in the kernel to be accepted; the kernel lowers it to its own limit."""

FORMS = (
    "write HOST:PORT, [IPV6]:PORT or :PORT, the port from 0 to 65535, or unix:/PATH or unix:@NAME"
)

UNIX = "unix:"

REMEDIES = {
    errno.EADDRINUSE: "the port is in use, end what listens there or choose another port",
    errno.EACCES: "not permitted, choose a port above 1023 or grant CAP_NET_BIND_SERVICE",
    errno.EPERM: "not permitted, choose another port or address",
    errno.EADDRNOTAVAIL: "no interface has this address, give one of this host or :PORT for all",
    errno.EAFNOSUPPORT: "this host has no such address family, give an address of the other one",
}

UNIX_REMEDIES = {
    errno.EADDRINUSE: "the socket is in use, end what listens there or choose another path",
    errno.EACCES: "not permitted, let the daemon's user write to the folder or choose another one",
    errno.EROFS: "the file system is read-only, choose a folder that can be written to, as in /run",
}

NO_IPV6 = (errno.EAFNOSUPPORT, errno.EADDRNOTAVAIL, errno.EPROTONOSUPPORT)

_ADDRESS = re.compile(
    r"(?:\[(?P<six>[0-9A-Fa-f:.]+(?:%\w+)?)\]|(?P<host>[^:\[\]\s]*)):(?P<port>[0-9]{1,5})"
)

_PLACE = re.compile(r"unix:(?://)?(?P<path>/[^\0]*[^/\0]|@[^\0]+)")

SocketAddress = tuple[Any, ...]
"""What ``bind`` takes: host, port and, with IPv6, two numbers more."""

Place = tuple[int, SocketAddress]
"""An address family and an address in it."""


class ListenError(OSError):
    """An address cannot be listened on; the text is one line: flag, value, reason, remedy."""


def listening_sockets(address: str) -> list[socket.socket]:
    """Return the sockets, one or more, that listen on an address.

    An empty host and ``[::]`` mean all interfaces, with IPv4 and IPv6 on one socket, or with IPv4
    alone where there is no IPv6. A name is listened on at all its addresses.

    A unix socket makes its file, and takes the place of one that a dead daemon has left.

    Raises:
        ListenError: The address is malformed, unknown, in use or not permitted.
    """
    if address.startswith(UNIX):
        return [_at_path(address)]
    host, port = split_address(address)
    try:
        if host in ("", "::"):
            return [_everywhere(port)]
        return _at_all(_places(host, port))
    except socket.gaierror:
        reason = "the host name is unknown, give an IP address or a name that resolves"
    except OSError as error:
        number = error.errno or 0
        reason = REMEDIES.get(number) or f"{os.strerror(number)}, choose another address"
    except ValueError:  # a name that cannot be one, like "a..b"
        reason = f"this is no host name, {FORMS}"
    raise ListenError(f"{FLAG} {address!r}: {reason}")


def handed_over_sockets(environ: MutableMapping[str, str]) -> list[socket.socket]:
    """Return the listening sockets that systemd handed over, as the environment says.

    Raises:
        ListenError: There are none, or they cannot be listened on.
    """
    try:
        return [*inherited_sockets(environ)]
    except InheritedError as error:
        raise ListenError(f"{SYSTEMD_FLAG}: {error}") from None


def _at_path(address: str) -> socket.socket:
    path = _path_of(address)
    try:
        return unix_listener(path, BACKLOG)
    except PathError as error:
        reason = str(error)
    except OSError as error:
        number = error.errno or 0
        reason = UNIX_REMEDIES.get(number) or f"{os.strerror(number)}, choose another path"
    raise ListenError(f"{FLAG} {address!r}: {reason}")


def written(listener: socket.socket) -> str:
    """Return the address that a socket listens on, as it is written after the flag."""
    if listener.family == socket.AF_UNIX:
        path = os.fsdecode(listener.getsockname())  # bytes for an abstract name
        return f"{UNIX}{path.replace(chr(0), '@', 1)}"
    host, port = listener.getsockname()[:2]
    return f"[{host}]:{port}" if ":" in host else f"{host}:{port}"


def check_address(address: str) -> None:
    """Make sure that an address is of one of the forms.

    Raises:
        ListenError: It is malformed, or the path of a unix socket is too long.
    """
    if not address.startswith(UNIX):
        split_address(address)
        return
    try:
        check_length(_path_of(address))
    except PathError as error:
        raise ListenError(f"{FLAG} {address!r}: {error}") from None


def _path_of(address: str) -> str:
    """The path of a unix socket, or its abstract name after ``@``."""
    match = _PLACE.fullmatch(address)
    if match is None:
        raise ListenError(f"{FLAG} {address!r}: not an address, {FORMS}")
    return match["path"]


def split_address(address: str) -> tuple[str, int]:
    """Return host, empty for all interfaces, and port of a TCP address as it is written.

    Raises:
        ListenError: It is malformed.
    """
    match = _ADDRESS.fullmatch(address)
    if match is None or int(match["port"]) > 65535:
        raise ListenError(f"{FLAG} {address!r}: not an address, {FORMS}")
    return match["six"] or match["host"] or "", int(match["port"])


def _places(host: str, port: int) -> list[Place]:
    infos = socket.getaddrinfo(
        host, port, type=socket.SOCK_STREAM, proto=socket.IPPROTO_TCP, flags=socket.AI_PASSIVE
    )
    return list(dict.fromkeys((info[0], info[4]) for info in infos))


def _everywhere(port: int) -> socket.socket:
    try:
        return _listener(socket.AF_INET6, ("::", port))
    except OSError as error:
        if error.errno not in NO_IPV6:
            raise
    return _listener(socket.AF_INET, ("0.0.0.0", port))  # noqa: S104 - that is what was asked for


def _at_all(places: Iterable[Place]) -> list[socket.socket]:
    """Listen at all places of a name, except those that this host cannot serve while others do."""
    listeners: list[socket.socket] = []
    missing: OSError | None = None
    with ExitStack() as opened:
        for family, place in places:
            try:
                listener = opened.enter_context(_listener(family, _like(listeners, place)))
            except OSError as error:
                if error.errno not in NO_IPV6:
                    raise
                missing = error
            else:
                listeners.append(listener)
        if missing and not listeners:
            raise missing
        opened.pop_all()
    return listeners


def _like(listeners: list[socket.socket], place: SocketAddress) -> SocketAddress:
    """Replace port 0 by the port that the first listener was given."""
    if listeners and place[1] == 0:
        return (place[0], listeners[0].getsockname()[1], *place[2:])
    return place


def _listener(family: int, place: SocketAddress) -> socket.socket:
    with ExitStack() as opened:
        # Without the protocol, event loops do not know that it is TCP and leave Nagle's delay on.
        listener = Listener(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
        opened.enter_context(listener)
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        if family == socket.AF_INET6:
            listener.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 0)
        listener.setblocking(False)
        listener.bind(place)
        listener.listen(BACKLOG)
        opened.pop_all()
        return listener
