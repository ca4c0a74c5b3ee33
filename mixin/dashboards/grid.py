"""Where panels are: from left to right, beside and below what is higher, else in a new line."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

WIDTH = 24


def lay_out(panels: Iterable[dict[str, Any]]) -> None:
    """Give panels their places, by their widths and heights; a row begins a line of its own."""
    _place(panels, 0)


def _place(panels: Iterable[dict[str, Any]], top: int) -> int:
    """Place panels below a line of the grid, and return the first line that is free."""
    free = [top] * WIDTH  # in each column, the first line that nothing is in
    for panel in panels:
        place = panel["gridPos"]
        if panel["type"] == "row":
            free = [max(free)] * WIDTH
        left, above = _fitting(free, place["w"])
        place.update(x=left, y=above)
        below = above + place["h"]
        if panel.get("panels"):
            below = max(below, _place(panel["panels"], below))
        free[left : left + place["w"]] = [below] * place["w"]
    return max(free)


def _fitting(free: list[int], width: int) -> tuple[int, int]:
    """Return the place that is highest on the page, and of those the first from the left."""
    found = ((max(free[left : left + width]), left) for left in range(WIDTH - width + 1))
    above, left = min(found)
    return left, above
