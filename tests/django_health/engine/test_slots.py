"""Which checks a request asks, out of all."""

from __future__ import annotations

from collections.abc import Collection

import pytest

from django_health.engine.flight import Slot
from django_health.engine.slots import Slots
from sample_checks import Sample

SLOTS = Slots(
    Slot(Sample(name, target))
    for name, target in [("database", "a"), ("cache", "a"), ("database", "b"), ("system", "")]
)


def test_order() -> None:
    """Components and checks are in the order in which they came, components once."""
    assert SLOTS.names == ("database", "cache", "system")
    assert [slot.check for slot in SLOTS] == list(SLOTS.checks)
    assert len(SLOTS) == 4


@pytest.mark.parametrize(
    ("names", "target", "places"),
    [
        (None, None, [0, 1, 2, 3]),
        (["database"], None, [0, 2]),
        (None, "a", [0, 1]),
        (["database"], "a", [0]),
        (["system"], "", [3]),
        (["cache"], "b", []),
        (None, "nowhere", []),
    ],
)
def test_chosen(names: Collection[str] | None, target: str | None, places: list[int]) -> None:
    """Those of the components and of the target, of which either may be left open."""
    chosen = SLOTS.chosen(names, target)
    assert [slot.check for slot in chosen] == [SLOTS.checks[place] for place in places]
