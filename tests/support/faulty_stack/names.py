"""A name server that knows the servers of the stack, and a command that makes a program ask it.

The tests have to be root to listen on port 53 and to give the daemon a ``resolv.conf`` of its own.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from contextlib import ExitStack
from enum import Enum, auto
from pathlib import Path
from types import TracebackType
from typing import Self

import dns.message

from fault_proxy import Fault
from faulty_stack.stack import FaultyStack
from faulty_stack.trial import Trial
from faulty_stack.unreachable import NO_HOST, no_host
from live_servers import MissingProgramError
from live_servers.programs import find_program
from name_server import NameServer

_DOMAIN = "stack.test"

_PLACE = ("127.83.0.1", 53)
"""Its address on loopback, where no other name server is likely to be."""

_SCRIPT = 'mount --bind "$0" /etc/resolv.conf && exec "$@"'


class Naming(Enum):
    """What becomes of a name."""

    RIGHT = auto()
    """It has the address of its server."""
    UNKNOWN = auto()
    """There is no such name."""
    SILENT = auto()
    """The name server says nothing."""
    NO_ROUTE = auto()
    """It has an address to whose network no way leads (``ENETUNREACH``)."""
    NO_HOST = auto()
    """It has an address of which it is known that no host is there (``EHOSTUNREACH``)."""


_ADDRESSES = {
    Naming.RIGHT: "127.0.0.1",
    # The kernel refuses a TCP connection to a multicast group before it sends anything.
    Naming.NO_ROUTE: "224.0.0.1",
    Naming.NO_HOST: NO_HOST,
}

REASONS = {
    Naming.UNKNOWN: "dns",
    Naming.SILENT: "timeout",
    Naming.NO_ROUTE: "unavailable",
    Naming.NO_HOST: "unavailable",
}
"""What each is to be called, whatever it happens to."""


class Names:
    """The names ``SERVER.stack.test``; a context manager.

    Args:
        directory: Where the ``resolv.conf`` is put.
        servers: The servers that have names.

    Raises:
        MissingProgramError: The tests may not do what it needs.
    """

    host = f"{{name}}.{_DOMAIN}"
    """The pattern of the names."""

    def __init__(self, directory: Path, servers: Iterable[str]) -> None:
        if os.geteuid() != 0:
            message = "a resolver of the tests' own takes port 53 and a mount: run them as root"
            raise MissingProgramError(message)
        resolving = directory / "resolv.conf"
        text = f"nameserver {_PLACE[0]}\noptions timeout:1 attempts:1\n"
        resolving.write_text(text, encoding="ascii")
        unshare, shell = find_program("util-linux", "unshare"), find_program("dash", "sh")
        self.within = [unshare, "--mount", shell, "-c", _SCRIPT, str(resolving)]
        """A command that executes another one, for which these names are all there are."""
        self._zone: dict[tuple[str, str], list[str]] = {}
        self._silent: set[str] = set()
        for server in servers:
            self.set(server, Naming.RIGHT)
        self._server = NameServer(self._zone, self._answer, _PLACE)
        self._inside = ExitStack()

    def set(self, server: str, naming: Naming) -> None:
        """Do this from now on to whoever asks for the name of a server."""
        name = f"{self.host.format(name=server)}."
        self._silent.discard(name)
        self._zone.pop((name, "A"), None)
        if naming is Naming.SILENT:
            self._silent.add(name)
        elif naming in _ADDRESSES:
            self._zone[name, "A"] = [_ADDRESSES[naming]]

    def __enter__(self) -> Self:
        with ExitStack() as inside:
            inside.enter_context(no_host())
            inside.enter_context(self._server)
            self._inside = inside.pop_all()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._inside.close()

    def _answer(self, question: dns.message.Message, by_tcp: bool) -> bytes | None:
        if question.question[0].name.to_text().lower() in self._silent:
            return None
        return self._server.zone(question, by_tcp)


def endure(
    trial: Trial, stack: FaultyStack, names: Names, servers: Sequence[str], naming: Naming
) -> None:
    """Let something happen to names, which are needed again as the connections are cut."""

    def inflict() -> None:
        for server in servers:
            names.set(server, naming)
            stack.proxies[server].set(Fault.REFUSE)
            stack.proxies[server].set(Fault.NONE)

    def heal() -> None:
        for server in servers:
            names.set(server, Naming.RIGHT)

    trial.endure(dict.fromkeys(servers, REASONS[naming]), inflict, heal)
