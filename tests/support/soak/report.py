"""What a soak has to show."""

from __future__ import annotations

import statistics
from collections.abc import Iterator

from soak.leftovers import WARM_UP
from soak.soak import Soak

_MIB = 1024 * 1024


def report(soak: Soak, seconds: float) -> Iterator[str]:
    """Return the lines of it."""
    yield f"{seconds:.0f} s, {_listed(soak.rounds)}"
    yield f"ills: {_listed(soak.deeds)}"
    yield "answers (number, median and longest in seconds):"
    for name, taken in sorted(soak.seconds.items()):
        middle, longest = statistics.median(taken), max(taken)
        yield f"    {name:<28}{len(taken):>6}{middle:>8.3f}{longest:>8.3f}"
    yield f"targets in answers: {_listed(soak.judge.counts)}"
    lines = soak.books.journal.lines
    yield f"log: {lines} lines, each a change; {soak.books.compared} answers compared with it"
    yield f"the machine stood still for {soak.stalls.seconds:.1f} s"
    for name, held in (
        ("warm", soak.leftovers.held[:WARM_UP][-1]),
        ("end", soak.leftovers.held[-1]),
    ):
        yield (
            f"{name:<5}{held.threads} threads, {held.descriptors} descriptors,"
            f" {held.memory / _MIB:.1f} MiB"
        )
    yield f"      memory by round, in MiB: {_by_round(soak)}"


def _listed(counts: dict[str, int]) -> str:
    return ", ".join(f"{count} {what}" for what, count in sorted(counts.items()))


def _by_round(soak: Soak) -> str:
    return " ".join(f"{held.memory / _MIB:.1f}" for held in soak.leftovers.held)
