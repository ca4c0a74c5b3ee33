"""What Grafana wants and the builder leaves open, and what it adds that Grafana does not know."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from typing import Any

from mixin.dashboards.annotations import STEP
from mixin.dashboards.grid import lay_out

SCHEMA = 39
"""Newer ones only drop what is not used here, and older Grafanas would load them as they are."""

_OF_LINKS = ("title", "url", "targetBlank")


def finished(board: dict[str, Any]) -> dict[str, Any]:
    """Give what the builder leaves open: numbers of panels, letters of queries, the schema."""
    for where, panel in _panels(board):
        panel["id"] = _number(where, "" if panel["type"] == "row" else panel["title"])
        _shorten_links(panel)
        for place, target in enumerate(panel.get("targets", ())):
            target["refId"] = chr(ord("A") + place)
            target["datasource"] = {"type": "prometheus", "uid": "${datasource}"}
    lay_out(board.get("panels", ()))
    for link in board.get("links", ()):
        link.pop("placement", None)
    for annotation in board["annotations"]["list"]:
        annotation.pop("placement", None)
        # Some Grafanas read the one, some the other.
        asked = {"expr": annotation["expr"], "interval": STEP, "range": True, "refId": "Anno"}
        annotation["target"] = asked
    return board | {"schemaVersion": SCHEMA, "id": None, "version": 1}


def _number(row: str, title: str) -> int:
    """Return a number that stays when others come or go: links to panels have it.

    What follows a colon in the row's title is a limit, which may be another one.
    """
    return zlib.crc32(f"{row.partition(':')[0]}/{title}".encode()) % 1_000_000 + 1


def _shorten_links(place: object) -> None:
    """Leave of the links of values what such links have; the builder knows those of boards."""
    if isinstance(place, list):
        for one in place:
            _shorten_links(one)
    if not isinstance(place, dict):
        return
    for key, value in place.items():
        if key == "links" or (place.get("id") == "links" and key == "value"):
            place[key] = [{name: link[name] for name in _OF_LINKS} for link in value]
        else:
            _shorten_links(value)


def _panels(board: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield each row and panel with the title of the row that it is in."""
    row = ""
    for panel in board.get("panels", ()):
        row = panel["title"] if panel["type"] == "row" else row
        yield row, panel
        for inner in panel.get("panels", ()):
            yield row, inner
