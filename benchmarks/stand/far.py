"""The servers at the other end of a line on which every word takes its time."""

from __future__ import annotations

from copy import copy
from typing import Self, TypeVar

from live_servers.server import LiveServer
from stand.servers import Servers
from stand.side_script import SideScript

HERE, AWAY = "127.0.0.1", "127.0.0.2"
"""Where the lines are listened on. Who connects to the second has another address than that, so
that it takes the servers for those of another machine, which it does not at the first."""

Server = TypeVar("Server", bound=LiveServer)


class FarServers:
    """A context manager for lines to servers, passed on by a process of its own.

    Args:
        servers: They are on this machine.

    Attributes:
        here: The same servers behind the lines, taken for those of this machine.
        away: The same, taken for those of another one.
    """

    here: Servers
    away: Servers

    def __init__(self, servers: Servers) -> None:
        self._servers = servers

    def set_delay(self, seconds: float) -> None:
        """Let words take so long from now on, in either direction."""
        self._script.tell(repr(seconds))

    def __enter__(self) -> Self:
        ports = [str(server.port) for server in self._servers]
        self._script = SideScript("late_lines.py", f"{HERE},{AWAY}", *ports)
        lines = [int(word) for word in self._script.hear().split()]
        self.here = self._behind(HERE, lines[: len(ports)])
        self.away = self._behind(AWAY, lines[len(ports) :])
        return self

    def __exit__(self, *exception: object) -> None:
        self._script.stop()

    def _behind(self, host: str, ports: list[int]) -> Servers:
        one, two, three, four = self._servers
        return Servers(
            _at(one, host, ports[0]),
            _at(two, host, ports[1]),
            _at(three, host, ports[2]),
            _at(four, host, ports[3]),
        )


def _at(server: Server, host: str, port: int) -> Server:
    """Return the same server, to be reached elsewhere; it is not the copy that is started."""
    reached = copy(server)
    reached.host, reached.port = host, port
    return reached
