"""What is in the JSON of a dashboard."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

Json = dict[str, Any]

_VARIABLE = re.compile(r"\$\{(\w+)(?::\w+)?\}|\$(\w+)")
_VALUES = re.compile(r"label_values\((?:(?P<selector>.+),)?\s*(?P<label>\w+)\s*\)")
_RESULT = re.compile(r"query_result\((?P<query>.+)\)")


def boards(folder: Path) -> dict[str, Json]:
    """Return the dashboards in a folder by uid."""
    found = [json.loads(path.read_text(encoding="utf-8")) for path in sorted(folder.glob("*.json"))]
    return {board["uid"]: board for board in found}


def everything(board: Json) -> Iterator[Json]:
    """Yield the panels and the rows, also what is in closed ones."""
    for panel in board.get("panels", ()):
        yield panel
        yield from panel.get("panels") or ()


def panels(board: Json) -> Iterator[Json]:
    """Yield the panels."""
    return (panel for panel in everything(board) if panel.get("type") != "row")


def rows(board: Json) -> Iterator[tuple[str, list[Json]]]:
    """Yield the title of each row with its panels; first those above all rows, under none."""
    name, found = "", list[Json]()
    for panel in board.get("panels", ()):
        if panel.get("type") != "row":
            found.append(panel)
            continue
        yield name, found
        name, found = str(panel.get("title") or ""), list(panel.get("panels") or ())
    yield name, found


def title(panel: Json) -> str:
    """Return how a finding calls a panel."""
    return str(panel.get("title") or f"panel {panel.get('id')}")


def targets(board: Json) -> Iterator[tuple[Json, Json]]:
    """Yield each query of a panel, with the panel."""
    for panel in panels(board):
        for target in panel.get("targets") or ():
            yield panel, target


def variables(board: Json) -> list[Json]:
    """Return the variables."""
    found: list[Json] = board.get("templating", {}).get("list", [])
    return found


def marks(board: Json) -> list[Json]:
    """Return the annotations."""
    found: list[Json] = board.get("annotations", {}).get("list", [])
    return found


class Asked(NamedTuple):
    """A variable's question.

    Attributes:
        expr: What it selects or asks; empty where it takes all there is.
        label: Whose values it wants; empty for a query.
    """

    expr: str
    label: str


def asked_by(variable: Json) -> Asked | None:
    """Return what a query variable asks, and ``None`` for what Grafana would not understand."""
    text = variable.get("query") or ""
    query = str(text.get("query", "") if isinstance(text, dict) else text)
    if match := _VALUES.fullmatch(query):
        return Asked((match["selector"] or "").strip(), match["label"])
    if match := _RESULT.fullmatch(query):
        return Asked(match["query"], "")
    return None


def expressions(board: Json) -> Iterator[tuple[str, str]]:
    """Yield every expression with the place that it stands at."""
    for panel, target in targets(board):
        yield title(panel), str(target.get("expr", ""))
    for annotation in marks(board):
        yield f"annotation {annotation.get('name')}", str(annotation.get("expr", ""))
    for variable in variables(board):
        asked = asked_by(variable)
        if asked is not None and asked.expr:
            yield f"variable {variable.get('name')}", asked.expr


def interpolated(text: str, values: Mapping[str, str]) -> str:
    """Return a text with the values of its variables; those without one stay."""
    return _VARIABLE.sub(lambda found: values.get(found[1] or found[2], found[0]), text)


def named_variables(text: str) -> set[str]:
    """Return the names of the variables in a text."""
    return {braced or bare for braced, bare in _VARIABLE.findall(text)}
