"""The plan of a soak."""

from __future__ import annotations

from itertools import islice

import pytest

from soak.plan import Plan, Round

ILLS = {"one": ["silent", "refuse"], "two": ["silent"], "three": ["drip", "reset", "frozen"]}


def _rounds(seed: int) -> list[Round]:
    return list(islice(Plan(seed, ILLS).rounds(), 50))


def test_a_seed_is_a_plan() -> None:
    """The same seed gives the same rounds, another one others."""
    assert _rounds(1) == _rounds(1) != _rounds(2)


@pytest.mark.parametrize("seed", range(5))
def test_ills_come_and_go_in_turn(seed: int) -> None:
    """A target has one ill at a time, and none at the end of a round."""
    for drawn in _rounds(seed):
        present: dict[str, str] = {}
        assert list(drawn.deeds) == sorted(drawn.deeds, key=lambda deed: deed.at)
        for deed in drawn.deeds:
            if deed.begins:
                assert deed.target not in present
                assert deed.ill in ILLS[deed.target]
                present[deed.target] = deed.ill
            else:
                assert present.pop(deed.target) == deed.ill
        assert present == {}


def test_the_first_round_is_for_all() -> None:
    """So that afterwards the daemon has met something of everything."""
    first, *_ = _rounds(1)
    assert {deed.target for deed in first.deeds} == ILLS.keys()
