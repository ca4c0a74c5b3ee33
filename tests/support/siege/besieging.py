"""An attack on a daemon that is scraped meanwhile."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import asdict, dataclass, replace
from functools import partial
from pathlib import Path

from attackers import Attack, Fate
from faulty_stack.resources import Peak
from live_exporter import Exporter
from sample_checks import eventually
from siege.ground import SecuredExporter
from siege.visits import Visits, is_welcome, visiting

SUPPORT = Path(__file__).resolve().parent.parent

MORE = 60.0
"""Seconds beside its own that an attack may take, on a machine that is busy."""


@dataclass(frozen=True)
class Siege:
    """How a daemon fared.

    Attributes:
        visits: The scrapes.
        fates: What became of the attackers, attack by attack.
        growth: Bytes of resident memory by which it grew at the most.
    """

    visits: Visits
    fates: Sequence[Fate]
    growth: int

    @property
    def worst(self) -> float:
        """Seconds of the longest good scrape."""
        return max(self.visits.seconds, default=float("inf"))


def besiege(exporter: Exporter, *attacks: Attack, every: float = 1.0, kept: bool = False) -> Siege:
    """Attack from all sides at the same time, and scrape every so many seconds.

    Args:
        exporter: The daemon.
        attacks: What is done to it.
        every: Seconds between two scrapes.
        kept: Whether the scraper keeps its connection, which it has before the attack.
    """
    tls = exporter.context if isinstance(exporter, SecuredExporter) else None
    for address in ("127.0.0.1", "127.0.0.2"):  # whatever came before from there
        eventually(partial(is_welcome, exporter, address, tls))
    peak = Peak(exporter.process.pid)
    with visiting(exporter, every, kept=kept, tls=tls) as visits:
        fates = _attacked(exporter, attacks)
    return Siege(visits, fates, peak.growth)


def _attacked(exporter: Exporter, attacks: Sequence[Attack]) -> list[Fate]:
    with ExitStack() as running:
        processes = [
            running.enter_context(_process(replace(attack, host=exporter.host, port=exporter.port)))
            for attack in attacks
        ]
        outputs = [
            process.communicate(timeout=attack.seconds + MORE)[0]
            for process, attack in zip(processes, attacks, strict=True)
        ]
    assert not any(process.returncode for process in processes), "an attacker failed"
    return [Fate(**json.loads(output)) for output in outputs]


def _process(attack: Attack) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "attackers", json.dumps(asdict(attack))]
    environ = {**os.environ, "PYTHONPATH": str(SUPPORT)}
    return subprocess.Popen(command, stdout=subprocess.PIPE, env=environ)
