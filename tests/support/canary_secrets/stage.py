"""The daemons of all groups and their processes of the library, on servers behind proxies.

They are well in the beginning, and live through one fault after the other.
"""

from __future__ import annotations

import struct
import time
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

import postgresql_floods
from canary_secrets.form import Kind, Place, World
from canary_secrets.groups import CANARIES, FORMS, GROUPS, scene_of
from canary_secrets.player import Collected, Player
from canary_secrets.scene import DISK
from canary_secrets.servers import Servers
from fault_proxy import Fault, FaultProxy, Protocol
from faulty_stack import protocols
from full_disk import mounted
from live_servers import MissingProgramError

TIMEOUT = 2.0
"""Seconds that a check may take: more than a busy machine needs, since most faults last so."""

_PATIENCE = 60.0
"""Seconds until all is well again."""

_FORMATS = {"django": "json"}

_TOLD = b" ".join(word.encode() for one in CANARIES for word in (one.user, one.plain)) + b" "
"""What endless answers are made of."""


_ROW = postgresql_floods.message(b"D", struct.pack("!hI", 1, len(_TOLD)) + _TOLD)

_PACKET = b"\xff\xff\xff\x01" + (_TOLD * (2**24 // len(_TOLD) + 1))[: 2**24 - 1]

_HTTP = Protocol(opening=b"HTTP/1.1 200 OK\r\n")

_DRIP = 1.0
"""Seconds before each byte of an answer that drips."""

PROTOCOLS: Mapping[Kind, Protocol] = {
    kind: replace(protocol, drip=_DRIP, flood=flood)
    for kind, protocol, flood in (
        (Kind.POSTGRESQL, protocols.POSTGRESQL, _ROW * 16),
        (Kind.MYSQL, protocols.MARIADB, _PACKET),
        (Kind.REDIS, protocols.REDIS, _TOLD * 16),
        (Kind.HTTP, _HTTP, (b"X-Told: " + _TOLD[:4000] + b"\r\n") * 16),
        (Kind.SMTP, Protocol(), (b"250-" + _TOLD[:400] + b"\r\n") * 64),
        (Kind.AMQP, protocols.AMQP, _TOLD * 16),
    )
}
"""What the servers speak: a byte a second, and floods of secrets."""


@dataclass(frozen=True)
class Stage:
    """All of them.

    Attributes:
        servers: The servers themselves.
        proxies: What stands before each of them.
        players: The two processes of each group.
        disk: Where the files of the only group with files are.
        has_disk: Whether that is a disk of its own.
    """

    servers: Servers
    proxies: Mapping[Kind, FaultProxy]
    players: Mapping[str, Player]
    disk: Path
    has_disk: bool

    def show(self) -> Mapping[str, Collected]:
        """All that the processes of each group show now."""
        with ThreadPoolExecutor() as pool:
            shown = {name: pool.submit(player.show) for name, player in self.players.items()}
        return {name: found.result() for name, found in shown.items()}

    def spoil(self, fault: Fault, *kinds: Kind) -> None:
        """Let the network do this to the servers of some kinds, or of all."""
        for kind in kinds or tuple(self.proxies):
            self.proxies[kind].set(fault)

    def recover(self) -> None:
        """Wait until all is well again."""
        deadline = time.monotonic() + _PATIENCE
        while ill := self._ill():
            assert time.monotonic() < deadline, ill
            time.sleep(0.05)

    def _ill(self) -> dict[str, str]:
        found: dict[str, str] = {}
        for name, player in self.players.items():
            health = player.exporter.get("/health/detailed/").json()
            found |= Collected({}, health).untrue({form: (form.reason,) for form in GROUPS[name]})
        return found


@contextmanager
def running_stage(servers: Servers, directory: Path) -> Iterator[Stage]:
    """Start all of it, and wait until all is well.

    Args:
        servers: Run already.
        directory: An empty folder.
    """
    servers.know(FORMS, right=True)
    disk = directory / "django" / DISK
    disk.mkdir(parents=True)
    with ExitStack() as inside:
        has_disk = True
        try:
            inside.enter_context(mounted(disk))
        except MissingProgramError:
            has_disk = False
        proxies: dict[Kind, FaultProxy] = {}
        for kind, place in servers.places().items():
            proxy = FaultProxy((place.host, place.port), PROTOCOLS[kind])
            proxies[kind] = inside.enter_context(proxy)
        world = World({kind: Place(proxy.host, proxy.port) for kind, proxy in proxies.items()})
        players: dict[str, Player] = {}
        for name in GROUPS:
            folder = directory / name
            folder.mkdir(exist_ok=True)
            player = Player(scene_of(name, folder, world, TIMEOUT), _FORMATS.get(name, "logfmt"))
            players[name] = inside.enter_context(player)
        stage = Stage(servers, proxies, players, disk, has_disk)
        stage.recover()
        yield stage
