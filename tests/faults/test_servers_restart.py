"""A server that ends, stays away or comes back on its port."""

from __future__ import annotations

import pytest

from server_faults import TARGETS, Ground, away, borne, silent


@pytest.mark.parametrize("target", TARGETS)
def test_restarted_between_two_scrapes(ground: Ground, target: str) -> None:
    """Nobody notices: the dead connection is replaced in the same run, without a word."""
    ground.watch.expect()
    with silent(ground.watch):
        ground.servers[target].restart()
        ground.watch.expect()


@pytest.mark.parametrize("target", TARGETS)
def test_away_for_a_while(ground: Ground, target: str) -> None:
    """It is ``refused``, told once, until it listens again."""
    borne(ground.watch, away(ground.servers[target]), {target: "refused"})


def test_all_away_for_a_while(ground: Ground) -> None:
    """Each of them is ``refused``, and all are back at once."""
    borne(ground.watch, away(*ground.servers.values()), dict.fromkeys(TARGETS, "refused"))
