"""Panels get places where they fit, in the order that they are in."""

from __future__ import annotations

from itertools import combinations
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from mixin.dashboards.grid import WIDTH, lay_out

SIZES = st.tuples(st.integers(1, WIDTH), st.integers(1, 12))


def _panel(width: int, height: int, kind: str = "stat", **more: Any) -> dict[str, Any]:
    return {"type": kind, "gridPos": {"w": width, "h": height}, **more}


def _places(*panels: dict[str, Any]) -> list[tuple[int, int]]:
    lay_out(panels)
    return [(panel["gridPos"]["x"], panel["gridPos"]["y"]) for panel in panels]


def test_side_by_side() -> None:
    """From left to right, as long as there is room."""
    assert _places(_panel(8, 4), _panel(8, 4), _panel(8, 4)) == [(0, 0), (8, 0), (16, 0)]


def test_a_new_line() -> None:
    """What has no room any more begins a line, below the highest of the line before."""
    assert _places(_panel(16, 4), _panel(8, 6), _panel(24, 3)) == [(0, 0), (16, 0), (0, 6)]


def test_beside_a_high_one() -> None:
    """Small ones fill the place beside a high one, line by line."""
    small = [_panel(4, 3) for _ in range(4)]
    assert _places(_panel(16, 6), *small) == [(0, 0), (16, 0), (20, 0), (16, 3), (20, 3)]


def test_rows_begin_anew() -> None:
    """A row is below everything before it, and nothing after it is above it."""
    row = _panel(24, 1, "row")
    assert _places(_panel(8, 5), row, _panel(4, 2)) == [(0, 0), (0, 5), (0, 6)]


def test_closed_rows() -> None:
    """What is in a closed row has places below it, and so has what follows."""
    inner = [_panel(12, 4), _panel(12, 4)]
    row = _panel(24, 1, "row", panels=inner)
    lay_out([row, _panel(24, 1, "row", panels=[])])
    assert [panel["gridPos"] for panel in inner] == [
        {"x": 0, "y": 1, "w": 12, "h": 4},
        {"x": 12, "y": 1, "w": 12, "h": 4},
    ]


@given(st.lists(SIZES, max_size=20))
def test_nothing_overlaps(sizes: list[tuple[int, int]]) -> None:
    """Whatever the sizes are, panels are on the page and beside or below each other."""
    panels = [_panel(*size) for size in sizes]
    lay_out(panels)
    covered = [
        {
            (column, line)
            for column in range(place["x"], place["x"] + place["w"])
            for line in range(place["y"], place["y"] + place["h"])
        }
        for place in (panel["gridPos"] for panel in panels)
    ]
    assert all(column < WIDTH for cells in covered for column, _ in cells)
    assert not any(one & other for one, other in combinations(covered, 2))
