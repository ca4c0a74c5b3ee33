"""What a proxy can do to a connection, and what it has to know of a protocol for that."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, auto


class Fault(Enum):
    """What becomes of connections, of new ones and of those that stand."""

    NONE = auto()
    """All is passed on."""
    SILENT = auto()
    """They are accepted, and nothing is ever said."""
    SILENT_AFTER_HANDSHAKE = auto()
    """They can log in, and nothing more is said."""
    DRIP = auto()
    """The server's own answers arrive one byte after the other, one a second by default."""
    RESET = auto()
    """They end with RST in the middle of an answer."""
    GARBAGE = auto()
    """What answers speaks another protocol."""
    ENDLESS = auto()
    """They can log in, and the next answer never ends."""
    REFUSE = auto()
    """Nobody listens; those that stand are cut."""
    UNREACHABLE = auto()
    """The host does not even say no: who connects waits; those that stand are cut."""


@dataclass(frozen=True)
class Protocol:
    """What has to be known of a protocol to spoil it.

    Attributes:
        handshake: Words that a client says until it is logged in, each of which the server answers.
        garbage: What a server of another protocol says.
        opening: How an answer begins that never ends.
        flood: With what it goes on for ever.
        drip: Seconds before each byte of an answer that drips.
        delay: Seconds that the first words after a rest are on their way, as on a line that was
            laid down meanwhile; no fault is needed for it.
    """

    handshake: int = 0
    garbage: bytes = b"SSH-2.0-OpenSSH_9.2p1 Debian-2\r\n"
    opening: bytes = b""
    flood: bytes = bytes(16384)
    drip: float = 1.0
    delay: float = 0.0
