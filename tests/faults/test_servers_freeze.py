"""A server that freezes in mid-session and goes on."""

from __future__ import annotations

import pytest

from server_faults import TARGETS, Ground, borne, frozen


@pytest.mark.parametrize("target", TARGETS)
def test_one_freezes(ground: Ground, target: str) -> None:
    """It is ``timeout``, the others are asked as ever, and it is well as soon as it goes on."""
    borne(ground.watch, frozen(ground.servers[target]), {target: "timeout"})


def test_all_freeze(ground: Ground) -> None:
    """Each of them is ``timeout``, and the answers come within the budget of one."""
    borne(ground.watch, frozen(*ground.servers.values()), dict.fromkeys(TARGETS, "timeout"))
