"""What a soak remembers of what it did."""

from __future__ import annotations

import pytest

from soak.ledger import WELL, Ledger


class _Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def ledger() -> Ledger:
    """One target, which became silent from 10 to 11 and well again from 20 to 21."""
    clock = _Clock()
    ledger = Ledger(["redis"], clock)
    for condition, begin in (("silent", 10.0), (WELL, 20.0)):
        clock.now = begin
        with ledger.becoming("redis", condition):
            clock.now = begin + 1
    return ledger


@pytest.mark.parametrize(
    ("begin", "end", "condition"),
    [
        (0, 10, WELL),
        (0, 10.1, None),
        (10.5, 10.6, None),
        (10.5, 15, None),
        (11, 20, "silent"),
        (11, 20.5, None),
        (20.5, 22, None),
        (21, 1e9, WELL),
        (5, 25, None),
    ],
)
def test_what_held(ledger: Ledger, begin: float, end: float, condition: str | None) -> None:
    """A condition held only if nothing was done to the target in the meantime."""
    span = ledger.held("redis", begin, end)
    assert (span and span.condition) == condition


def test_all_that_was(ledger: Ledger) -> None:
    """The spans have gaps where things changed."""
    spans = [(condition, begun, ended) for condition, begun, ended in ledger.spans("redis")]
    assert spans == [(WELL, 0, 10), ("silent", 11, 20), (WELL, 21, float("inf"))]
