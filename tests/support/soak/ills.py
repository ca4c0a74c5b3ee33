"""What can be done to a target, how it is undone, and the reason that has to be told meanwhile."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import NamedTuple

from fault_proxy import Fault
from faulty_stack import Servers
from faulty_stack.network import REASONS
from live_servers import LiveServer


class Ill(NamedTuple):
    """One thing that can be done to a target.

    Attributes:
        reason: What has to be told of the target as long as it lasts.
        begin: Does it.
        end: Undoes it.
    """

    reason: str
    begin: Callable[[], None]
    end: Callable[[], None]


Ills = Mapping[str, Mapping[str, Ill]]
"""By the name of the target and of the ill."""


def ills_of(servers: Servers) -> Ills:
    """Return all that can be done to the servers of a stack."""
    return {name: _at_the_proxy(servers, name) | _at_the_server(servers, name) for name in _NAMES}


_NAMES = ("postgresql", "mariadb", "redis", "memcached", "broker", "http")


def _at_the_proxy(servers: Servers, name: str) -> dict[str, Ill]:
    proxy = servers.proxies[name]

    def ill(fault: Fault) -> Ill:
        return Ill(REASONS[fault], lambda: proxy.set(fault), lambda: proxy.set(Fault.NONE))

    return {str(fault.name).lower(): ill(fault) for fault in REASONS}


def _at_the_server(servers: Servers, name: str) -> dict[str, Ill]:
    server = getattr(servers, name)
    if not isinstance(server, LiveServer):
        return {}
    frozen = {"frozen": Ill("timeout", server.pause, server.resume)}
    if name == "broker":  # its worker would need seconds to find it again
        return frozen
    # The proxy, which takes the connection, can only cut it.
    return frozen | {"stopped": Ill("unavailable", server.stop, server.start)}
