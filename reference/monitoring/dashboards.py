"""The page of the dashboards."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from mixin.dashboards.board import Board
from mixin.dashboards.table import BOARDS
from reference.markdown import code, inline, table
from reference.meaning import said
from reference.page import Page

_INTRODUCTION = """
The dashboards in `grafana/dashboards`, which `django-health-exporter dashboards` writes with
thresholds, job and data source of your own. Each panel says the same at its `i`.
"""


def _blocks() -> list[str]:
    blocks = [_INTRODUCTION]
    for board in BOARDS:
        blocks += _board(board)
    return blocks


def _board(board: Board) -> list[str]:
    made = board.made()
    chosen = [
        [code(one["name"]), inline(said(one.get("label"), _place(board, one["name"])))]
        for one in made["templating"]["list"]
    ]
    rows = [
        [row, inline(title), inline(said(text, _place(board, title)))]
        for row, title, text in _panels(made["panels"])
    ]
    marked = ", ".join(one["name"] for one in made["annotations"]["list"])
    return [
        f"## {board.title}",
        f"`/d/{board.uid}`: {inline(said(board.description, board.uid))}",
        table(["variable", "chooses"], chosen),
        f"Marked in its graphs: {inline(marked)}." if marked else "",
        table(["row", "panel", "meaning"], rows),
    ]


def _place(board: Board, name: str) -> str:
    return f"{name} of the dashboard {board.uid}"


def _panels(panels: list[dict[str, Any]]) -> Iterator[tuple[str, str, str]]:
    """Row, title and description of each panel, in order; also of rows that are closed at first."""
    row = ""
    for panel in panels:
        if panel["type"] == "row":
            row = panel["title"]
            yield from (
                (row, one["title"], one.get("description", "")) for one in panel["panels"] or ()
            )
        else:
            yield row, panel["title"], panel.get("description", "")


PAGE = Page(
    "reference/dashboards.md",
    "Dashboards",
    "Every dashboard for Grafana: its variables, and what each panel says",
    _blocks,
)
