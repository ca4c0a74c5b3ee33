"""Contestants in turns: a block of each, round after round, in one run.

So all of them meet the same moments of the machine, and a ratio is one of the same round.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from stand.clocks import wait_until_quiet
from stand.servers import Watch


class Asked(Protocol):
    """What can be measured: it is asked, and its processes' CPU is read."""

    @property
    def name(self) -> str:
        """What it is called in tables."""

    def cpu_seconds(self) -> float:
        """CPU seconds that it has used so far."""

    def scrape(self) -> float:
        """Ask once, and return the seconds that it took."""


@dataclass
class Block:
    """Some scrapes of one contestant, one after the other; all in milliseconds."""

    walls: list[float] = field(default_factory=list)
    cpu: list[float] = field(default_factory=list)
    server_cpu: float = 0.0
    opened: Mapping[str, float] = field(default_factory=dict)

    @property
    def wall(self) -> float:
        """Of a scrape, the median."""
        return statistics.median(self.walls)

    @property
    def cpu_mean(self) -> float:
        """Of a scrape; the mean, because what comes now and then is part of the cost."""
        return statistics.fmean(self.cpu)


@dataclass
class Pace:
    """How the scrapes follow each other.

    Attributes:
        block: Scrapes of a contestant in a row.
        every: Seconds from one scrape of a contestant to the next; 0 for without pause.
        patience: Seconds for which all the waiting for a quiet machine may last.
    """

    block: int = 10
    every: float = 0.0
    patience: float = 30.0
    _quiet: int = 0
    _blocks: int = 0
    _next: float = 0.0

    @property
    def words(self) -> str:
        """How it went."""
        if self.every:
            return f"one each {self.every:g} s"
        return f"{self._quiet} of {self._blocks} blocks began on a quiet machine"

    def before(self, contestants: int) -> None:
        """Wait before a block."""
        if self.every:
            now = time.monotonic()
            time.sleep(max(0.0, self._next - now))
            self._next = max(now, self._next) + self.every / contestants
            return
        started = time.monotonic()
        self._quiet += wait_until_quiet(min(2.0, self.patience))
        self._blocks += 1
        self.patience = max(0.0, self.patience - (time.monotonic() - started))


def run(
    contestants: Sequence[Asked],
    rounds: int,
    pace: Pace,
    servers: Watch | None = None,
) -> dict[str, list[Block]]:
    """Return the blocks of each contestant, one for each round."""
    found: dict[str, list[Block]] = {contestant.name: [] for contestant in contestants}
    for number in range(rounds):
        start = number % len(contestants)  # nobody always comes after the same one
        for contestant in [*contestants[start:], *contestants[:start]]:
            pace.before(len(contestants))
            found[contestant.name].append(_watched(contestant, pace.block, servers))
    return found


def _watched(contestant: Asked, count: int, servers: Watch | None) -> Block:
    if servers is None:
        return _block(contestant, count)
    accepted, cpu = servers.accepted(), servers.cpu_seconds()
    block = _block(contestant, count)
    block.server_cpu = (servers.cpu_seconds() - cpu) * 1000 / count
    now = servers.accepted()
    block.opened = {name: (now[name] - accepted[name]) / count for name in now}
    return block


def _block(contestant: Asked, count: int) -> Block:
    block = Block()
    before = contestant.cpu_seconds()
    for _ in range(count):
        block.walls.append(contestant.scrape() * 1000)
        after = contestant.cpu_seconds()
        block.cpu.append((after - before) * 1000)
        before = after
    return block
