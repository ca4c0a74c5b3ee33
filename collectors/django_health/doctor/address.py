"""The addresses behind the checks, as far as they are on a network."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple
from urllib.parse import urlsplit

from django_health.masking import STARS
from django_health.result import label_of
from django_health.settings import HealthSettings
from django_health.targets import (
    MemcachedTarget,
    MySQLTarget,
    PostgreSQLTarget,
    RedisTarget,
    Target,
)

_HOST = re.compile(r"[\w.:%-]+")
_SMTP_PORTS = {None: 25, "none": 25, "starttls": 587, "tls": 465}


class Address(NamedTuple):
    """A host and a port of TCP."""

    host: str
    port: int

    @property
    def words(self) -> str:
        """It as it is shown; a host that may be something else is stars."""
        host = self.host if _HOST.fullmatch(self.host) else STARS
        return f"[{host}]:{self.port}" if ":" in host else f"{host}:{self.port}"


def addresses(targets: Iterable[Target], settings: HealthSettings) -> Mapping[str, Address]:
    """Return the addresses by the labels of the checks that ask there."""
    return dict((*_of_targets(targets), *_of_declarations(settings)))


def _of_targets(targets: Iterable[Target]) -> Iterator[tuple[str, Address]]:
    for target in targets:
        label = label_of(target.component, target.alias, str(getattr(target, "server", "")))
        if address := _address(target):
            yield label, address


def _address(target: Target) -> Address | None:
    match target:
        case PostgreSQLTarget():
            return _on_network(target.host, target.port or 5432)
        case MySQLTarget():
            # localhost is the unix socket for some, and 127.0.0.1 for the others.
            return _on_network(target.host or "127.0.0.1", target.port or 3306)
        case RedisTarget():
            return None if target.unix_socket else _on_network(target.host, target.port)
        case MemcachedTarget(address=(host, port)):
            return _on_network(host, port)
    return None


def _on_network(host: str, port: int) -> Address | None:
    """The address, unless it is a folder of sockets, an abstract one, several hosts, or none."""
    return None if not host or host[0] in "/@" or "," in host else Address(host, port)


def _of_declarations(settings: HealthSettings) -> Iterator[tuple[str, Address]]:
    for name, endpoint in settings.http.items():
        url = urlsplit(endpoint.url)
        port = url.port or (443 if url.scheme == "https" else 80)
        yield f"http/{name}", Address(url.hostname or "", port)
    for name, server in settings.smtp.items():
        if server.host is not None:
            yield f"smtp/{name}", Address(server.host, server.port or _SMTP_PORTS[server.security])
    for name, tcp in settings.tcp.items():
        yield f"tcp/{name}", Address(tcp.host, tcp.port)
