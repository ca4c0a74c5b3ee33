"""Dashboards as files."""

from __future__ import annotations

import json
from typing import Any

import pytest

from django_health_exporter.bundled.dashboards import dashboard_files, is_ours
from django_health_exporter.bundled.thresholds import chosen


def _variables(text: str) -> dict[str, Any]:
    return {one["name"]: one for one in json.loads(text)["templating"]["list"]}


def test_as_they_are_by_default() -> None:
    """All jobs, Grafana's data source, and no mark is left."""
    files = dashboard_files(chosen([]))
    assert len(files) == 6
    for text in files.values():
        assert is_ours(text)
        assert "<<" not in text
        assert _variables(text)["job"]["current"]["text"] == ["All"]
        assert "current" not in _variables(text)["datasource"]


def test_what_is_chosen_at_first() -> None:
    """The job and the data source, on each; other jobs can still be chosen."""
    for text in dashboard_files(chosen([]), "shop", "Mimir").values():
        variables = _variables(text)
        assert variables["job"]["current"] == {
            "selected": True,
            "text": ["shop"],
            "value": ["shop"],
        }
        assert variables["job"]["includeAll"]
        assert variables["datasource"]["current"] == {
            "selected": True,
            "text": "Mimir",
            "value": "Mimir",
        }


def test_thresholds_are_lines_and_texts() -> None:
    """Numbers where Grafana wants numbers."""
    plain, other = (
        json.dumps(dashboard_files(chosen(wanted))["dhe-exporter.json"])
        for wanted in ([], ["objective=0.95", "open_files=0.77"])
    )
    assert "99.9 %" in plain
    assert "99.9 %" not in other
    assert "Objective: 95 % of 30 days" in other
    assert '\\"value\\": 0.77' in other


@pytest.mark.parametrize(
    "text",
    ["", "{}", "[]", "nonsense", '{"tags": 5}', '{"tags": ["other"]}', "[" * 100_000, "5"],
)
def test_what_others_made(text: str) -> None:
    """It is not ours, whatever it is."""
    assert not is_ours(text)
