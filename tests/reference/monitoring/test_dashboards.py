"""The page of the dashboards has each panel, and each variable."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from mixin.dashboards.table import BOARDS
from reference.meaning import Undocumented
from reference.monitoring import dashboards
from reference.monitoring.dashboards import PAGE

BOARDS_AS_FILES = Path(__file__).parents[3] / "grafana" / "dashboards"


def test_each_panel() -> None:
    """Of the files that Grafana reads, also in rows that are closed at first."""
    text = PAGE.text()
    for board in BOARDS:
        made = json.loads((BOARDS_AS_FILES / f"{board.uid}.json").read_text(encoding="utf-8"))
        panels = [one for each in made["panels"] for one in (each, *each.get("panels", ()))]
        titles = [one["title"] for one in panels if one["type"] != "row"]
        section = text.partition(f"\n## {board.title}\n")[2].partition("\n## ")[0]
        assert section.count("\n| ") == len(titles) + len(made["templating"]["list"]) + 4


def test_a_panel_without_a_description_cannot_be_written(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is named with its dashboard."""

    class Silent:
        uid, title, description = "dhe-new", "New", "For a test."

        def made(self) -> dict[str, object]:
            panels = [{"type": "stat", "title": "Up"}]
            return {"templating": {"list": []}, "annotations": {"list": []}, "panels": panels}

    monkeypatch.setattr(dashboards, "BOARDS", [Silent()])
    with pytest.raises(Undocumented, match="Up of the dashboard dhe-new"):
        PAGE.text()
