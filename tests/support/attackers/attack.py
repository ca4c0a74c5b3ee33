"""What an attack is, and what became of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Attack:
    """Hostile clients, all of a kind.

    Attributes:
        behaviour: A name in ``BEHAVIOURS``.
        count: Connections that they have, or try to have.
        seconds: How long it takes.
        reconnect: Whether each that is closed comes again at once.
        sources: How many addresses they come from, from 127.0.0.2 on.
        own: Whether they come from the scraper's own address instead, 127.0.0.1.
        pace: Connections that are begun in a second; 0 for all at once.
        host: The daemon's address.
        port: Its port.
    """

    behaviour: str
    count: int = 2000
    seconds: float = 5.0
    reconnect: bool = False
    sources: int = 1
    own: bool = False
    pace: int = 0
    host: str = "127.0.0.1"
    port: int = 0


@dataclass(frozen=True)
class Fate:
    """What became of the clients.

    Attributes:
        begun: Connections that were begun.
        failed: Those that could not even be begun.
        alive: Those that were open at the end.
        statuses: Answers by status.
        ages: Seconds that each of those lived which the daemon closed, in order.
    """

    begun: int
    failed: int
    alive: int
    statuses: Mapping[str, int] = field(default_factory=dict)
    ages: Sequence[float] = ()
