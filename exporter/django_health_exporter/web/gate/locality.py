"""Which requests come straight from the machine itself."""

from __future__ import annotations

import socket

from tornado.httputil import HTTPServerRequest

from django_health.settings.addresses import address_of
from django_health.web.client_address import is_direct_loopback

LOOPBACK = "127.0.0.1"


def comes_from_here(request: HTTPServerRequest, connection: socket.socket | None) -> bool:
    """Whether a client on this machine sent a request itself, and meant this machine.

    The name that was asked for counts too: a browser may be led to ask this address by a page of
    somebody else's, whose name then stands there (DNS rebinding). A unix socket is out of its
    reach.

    Args:
        request: The request.
        connection: The socket that it came through; ``None`` where it is closed already.
    """
    if connection is None:
        return False
    if connection.family == socket.AF_UNIX:
        return _is_direct(request, LOOPBACK)
    return _is_direct(request, request.remote_ip or "") and is_local_name(request.host_name)


def is_local_name(host: str) -> bool:
    """Whether a host, as it stands in a URL and in lower case, is always this machine."""
    name = host.removesuffix(".")
    address = address_of(host)
    return (
        name == "localhost"
        or name.endswith(".localhost")
        or (address is not None and address.is_loopback)
    )


def _is_direct(request: HTTPServerRequest, address: str) -> bool:
    """Whether an address is of the loopback, and no header is of a proxy; asked as Django's are."""
    headers = dict.fromkeys(f"HTTP_{name.upper().replace('-', '_')}" for name in request.headers)
    return is_direct_loopback({**headers, "REMOTE_ADDR": address})
