"""Data sources: of everything, the one that the variable says."""

from __future__ import annotations

from collections.abc import Iterator

from dashboard_linter.known import Known
from dashboard_linter.reading import Json, marks, panels, targets, title, variables

CHOSEN = {"${datasource}", "$datasource"}


def fixed_sources(board: Json, known: Known) -> Iterator[tuple[str, str]]:  # noqa: ARG001
    """Find what asks another data source than the one that is chosen."""
    for where, owner in _owners(board):
        source = owner.get("datasource")
        uid = source.get("uid") if isinstance(source, dict) else source
        if uid not in CHOSEN:
            yield where, f"its data source is {uid!r}, not the variable"
        elif isinstance(source, dict) and source.get("type") != "prometheus":
            yield where, f"its data source is of type {source.get('type')!r}"


def _owners(board: Json) -> Iterator[tuple[str, Json]]:
    for panel in panels(board):
        if panel.get("type") != "text":
            yield title(panel), panel
    for panel, target in targets(board):
        yield f"{title(panel)} {target.get('refId')}", target
    for annotation in marks(board):
        yield f"annotation {annotation.get('name')}", annotation
    for variable in variables(board):
        if variable.get("type") == "query":
            yield f"variable {variable.get('name')}", variable
