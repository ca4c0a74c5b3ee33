"""Where panels are: from left to right, in a new line where one does not fit any more."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

WIDTH = 24


def lay_out(panels: Iterable[dict[str, Any]]) -> None:
    """Give panels their places, by their widths and heights; a row begins a line of its own."""
    _place(panels, 0)


def _place(panels: Iterable[dict[str, Any]], top: int) -> int:
    """Place panels below a line of the grid, and return the first line that is free."""
    left, below = 0, top
    for panel in panels:
        place = panel["gridPos"]
        if panel["type"] == "row" or left + place["w"] > WIDTH:
            left, top = 0, below
        place.update(x=left, y=top)
        below = max(below, top + place["h"])
        left += place["w"]
        if panel.get("panels"):
            below = max(below, _place(panel["panels"], below))
    return below
