"""Numbers and places of panels."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import combinations

from dashboard_linter.known import Known
from dashboard_linter.reading import Json, everything, title

WIDTH = 24


def ids_not_its_own(board: Json, known: Known) -> Iterator[tuple[str, str]]:  # noqa: ARG001
    """Find panels without a number, or with that of another."""
    for number, count in Counter(panel.get("id") for panel in everything(board)).items():
        if not isinstance(number, int) or number < 1 or count > 1:
            yield "dashboard", f"{count} panels have the id {number}"


def outside(board: Json, known: Known) -> Iterator[tuple[str, str]]:  # noqa: ARG001
    """Find panels that are not, or not wholly, on the page."""
    for panel in everything(board):
        place = panel.get("gridPos")
        if not place:
            yield title(panel), "it has no place"
        elif min(place["x"], place["y"], place["w"] - 1, place["h"] - 1) < 0:
            yield title(panel), f"it is nowhere: {place}"
        elif place["x"] + place["w"] > WIDTH:
            yield title(panel), f"it ends in column {place['x'] + place['w']} of {WIDTH}"


def overlapping(board: Json, known: Known) -> Iterator[tuple[str, str]]:  # noqa: ARG001
    """Find panels on top of each other; what is in a closed row has a page of its own."""
    top = board.get("panels", [])
    for page in (top, *(panel.get("panels") or [] for panel in top)):
        placed = [panel for panel in page if panel.get("gridPos")]
        for one, other in combinations(placed, 2):
            if _meet(one["gridPos"], other["gridPos"]):
                yield title(one), f"it overlaps {title(other)!r}"


def _meet(one: Json, other: Json) -> bool:
    beside = one["x"] + one["w"] <= other["x"] or other["x"] + other["w"] <= one["x"]
    above = one["y"] + one["h"] <= other["y"] or other["y"] + other["h"] <= one["y"]
    return not beside and not above
