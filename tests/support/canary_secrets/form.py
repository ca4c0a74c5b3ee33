"""One way to give a credential, and the place of the server that it is for."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from canary_secrets.canary import Canary

if TYPE_CHECKING:
    from canary_secrets.scene import Scene


class Kind(StrEnum):
    """What a credential is shown to."""

    POSTGRESQL = "postgresql"
    MYSQL = "mysql"
    REDIS = "redis"
    HTTP = "http"
    SMTP = "smtp"
    AMQP = "amqp"
    DISK = "disk"
    """Files that are written."""
    NOBODY = "nobody"
    """A file that is read, code of the project, or a server that takes none."""


class Place(NamedTuple):
    """Where a server is.

    Attributes:
        tls: Whether the form has to demand TLS.
    """

    host: str
    port: int
    tls: bool = False

    @property
    def address(self) -> str:
        """``host:port``."""
        return f"{self.host}:{self.port}"


NOWHERE = Place("127.0.0.1", 9)


class World(NamedTuple):
    """Where everything is.

    Attributes:
        places: The server of each kind; nowhere, if there is none.
        environ: What else the processes find in their environment.
    """

    places: Mapping[Kind, Place]
    environ: Mapping[str, str] = MappingProxyType({})


Write = Callable[["Scene", Canary, Place], None]
"""Puts a credential into the settings, the file or the environment of a scene."""


@dataclass(frozen=True)
class Form:
    """One way to give a credential.

    Attributes:
        name: What it is called; the alias or name of what it belongs to.
        kind: Which server takes it.
        write: Puts it into a scene.
        component: Under which component the health tells of it; empty where it does not.
        reason: With which reason whatever the fault; empty where that is up to the fault.
        alias: Under which name the health tells of it, if that is another.
    """

    name: str
    kind: Kind
    write: Write
    component: str = ""
    reason: str = ""
    alias: str = ""

    @property
    def canary(self) -> Canary:
        """The credentials, which are this form's alone."""
        return Canary(self.name)
