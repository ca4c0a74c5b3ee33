"""Values: at which they change colour."""

from __future__ import annotations

from collections.abc import Iterator

from dashboard_linter.known import Known
from dashboard_linter.reading import Json, panels, title


def no_steps(board: Json, known: Known) -> Iterator[tuple[str, str]]:  # noqa: ARG001
    """Find panels whose colours are left to Grafana: green, and red from 80 on."""
    for panel in panels(board):
        if panel.get("type") != "text" and not _steps(panel):
            yield title(panel), "its colours have no steps"


def unsorted_steps(board: Json, known: Known) -> Iterator[tuple[str, str]]:  # noqa: ARG001
    """Find steps that Grafana would not take in this order."""
    for panel in panels(board):
        steps = _steps(panel)
        if not steps:
            continue
        places = [step.get("value") for step in steps]
        others = [place for place in places if place is not None]
        if places != [None, *others]:
            yield title(panel), "its first step, and no other, has to be without a value"
        elif others != sorted(set(others)):
            yield title(panel), f"its steps are at {others}"


def _steps(panel: Json) -> list[Json]:
    defaults = panel.get("fieldConfig", {}).get("defaults", {})
    found: list[Json] = (defaults.get("thresholds") or {}).get("steps") or []
    return found
