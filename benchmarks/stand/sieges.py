"""The attacks on a daemon without TLS and on one with it, and what is told of each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from attackers import REPERTOIRE, Attack
from live_exporter import Exporter
from siege import Siege, besiege, besieged_exporter, secured_exporter
from stand.figures import percentile, show

__all__ = ["HEAD", "MIB", "Siege", "both", "row"]

MIB = 1024 * 1024

PLAIN = (
    *REPERTOIRE,
    Attack("trickling header", sources=2000),
    Attack("pipelining 5,000", 5),
    Attack("flood", 200, reconnect=True),
)
SECURE = (
    Attack("silent"),
    Attack("client hello"),
    Attack("client hello", reconnect=True),
    Attack("junk", reconnect=True),
)

HEAD = ["", "begun", "ok", "failed", "p50 ms", "p99 ms", "max ms", "MiB more", "oldest s"]


def named(attack: Attack, kind: str) -> str:
    """What an attack is called."""
    words = f"{attack.count:,} x {attack.behaviour}"
    if attack.reconnect:
        words += ", again and again"
    if attack.sources > 1:
        words += f", {attack.sources:,} addresses"
    return f"{words}{kind}"


def row(name: str, siege: Siege) -> list[str]:
    """A line of the table."""
    taken = [seconds * 1000 for seconds in siege.visits.seconds] or [float("nan")] * 2
    (fate,) = siege.fates
    return [
        name,
        f"{fate.begun:,}",
        str(len(siege.visits.seconds)),
        str(len(siege.visits.failures)),
        *(f"{percentile(taken, percent):.0f}" for percent in (50, 99)),
        f"{max(taken):.0f}",
        f"{siege.growth / MIB:.1f}",
        f"{max(fate.ages):.1f}" if fate.ages else "",
    ]


def measure(
    exporter: Exporter, attacks: Sequence[Attack], seconds: float, kind: str
) -> list[tuple[str, Siege]]:
    """Make one attack after the other."""
    found = []
    for attack in attacks:
        siege = besiege(exporter, replace(attack, seconds=seconds))
        found.append((named(attack, kind), siege))
        for failure in siege.visits.failures:
            show(f"{named(attack, kind)}: {failure}")
    return found


def both(folder: Path, seconds: float) -> list[tuple[str, Siege]]:
    """Attack a daemon without TLS, and one with it."""
    homes = [folder / name for name in ("plain", "secure")]
    for home in homes:
        home.mkdir()
    with besieged_exporter(homes[0]) as exporter:
        found = measure(exporter, PLAIN, seconds, "")
    with secured_exporter(homes[1]) as secured:
        return found + measure(secured, SECURE, seconds, ", TLS")
