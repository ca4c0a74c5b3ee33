"""Panels: what they are, say and ask."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from dashboard_linter.known import Known
from dashboard_linter.reading import Json, everything, panels, rows, targets, title

TYPES = {
    "bargauge",
    "gauge",
    "heatmap",
    "row",
    "stat",
    "state-timeline",
    "table",
    "text",
    "timeseries",
}
"""Those of Grafana 10 and newer that need nothing to be installed."""

LINES = {"bargauge", "state-timeline", "timeseries"}
"""Types whose values cannot be told from each other without a name."""

_SENTENCE = re.compile(r"(?:\w\w|\d|\w[)`])[)`'\"]*[.!?](?=\s+[^a-z\s]|\s*$)")


def gone_types(board: Json, known: Known) -> Iterator[tuple[str, str]]:  # noqa: ARG001
    """Find types of panels that newer Grafanas do not have."""
    for panel in everything(board):
        if panel.get("type") not in TYPES:
            yield title(panel), f"the type {panel.get('type')!r} is not to be relied on"


def no_title(board: Json, known: Known) -> Iterator[tuple[str, str]]:  # noqa: ARG001
    """Find panels and rows without a title, or with that of another beside it."""
    for panel in everything(board):
        if not (panel.get("title") or "").strip():
            yield title(panel), "it has no title"
    names = [name for name, _ in rows(board)]
    for row, beside in rows(board):
        if names.count(row) > 1:
            yield row, "two rows have this title"
        for name, count in Counter(title(panel) for panel in beside).items():
            if count > 1:
                yield name, f"{count} panels of the row {row!r} have this title"


def no_description(board: Json, known: Known) -> Iterator[tuple[str, str]]:  # noqa: ARG001
    """Find panels that do not say what they mean and what to do: two sentences at least."""
    for panel in panels(board):
        if panel.get("type") == "text":
            continue
        said = len(_SENTENCE.findall(panel.get("description") or ""))
        if said < 2:
            yield title(panel), f"its description has {said} of two sentences"


def no_queries(board: Json, known: Known) -> Iterator[tuple[str, str]]:  # noqa: ARG001
    """Find panels that ask nothing, or the same twice under one letter."""
    for panel in panels(board):
        if panel.get("type") == "text":
            continue
        asked = panel.get("targets") or []
        if not asked or not all(target.get("expr") for target in asked):
            yield title(panel), "it asks nothing"
        letters = [target.get("refId") for target in asked]
        if len(set(letters)) < len(letters) or None in letters:
            yield title(panel), f"its queries are called {letters}"


def no_legend(board: Json, known: Known) -> Iterator[tuple[str, str]]:  # noqa: ARG001
    """Find lines without a name."""
    for panel, target in targets(board):
        name = target.get("legendFormat") or ""
        if panel.get("type") in LINES and name in ("", "__auto"):
            yield title(panel), f"what query {target.get('refId')} gives has no name"
    for panel in panels(board):
        if panel.get("type") == "timeseries":
            legend = panel.get("options", {}).get("legend", {})
            if "showLegend" not in legend or not legend.get("displayMode"):
                yield title(panel), "whether it has a legend is not said"
