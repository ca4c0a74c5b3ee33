"""Slow clients are dropped after the time that is configured, and not before."""

from __future__ import annotations

from pathlib import Path

import pytest

from attackers import Attack
from siege import besiege, besieged_exporter

TIME = 1.5
LATE = 5.0
"""Seconds by which a busy machine may be late."""

KINDS = {
    "read": ("silent", "trickling header", "trickling second header", "trickling body", "junk"),
    "write": ("pipelining, not reading",),
    "idle": ("idle", "pipelining 3"),
}


@pytest.mark.parametrize("flag", KINDS)
def test_each_time_can_be_set(tmp_path: Path, flag: str) -> None:
    """It is counted from the first byte, of the connection, the request or the answer."""
    arguments = [f"--web.{name}-timeout={TIME if name == flag else 60:g}" for name in KINDS]
    with besieged_exporter(tmp_path, arguments) as exporter:
        attacks = [Attack(kind, 10, TIME + LATE + 1) for kind in KINDS[flag]]
        siege = besiege(exporter, *attacks)
    for kind, fate in zip(KINDS[flag], siege.fates, strict=True):
        assert fate.alive == 0, kind
        assert len(fate.ages) == 10, kind
        assert fate.ages[0] >= (0 if kind == "junk" else TIME - 0.2), kind
        assert fate.ages[-1] <= TIME + LATE, kind
