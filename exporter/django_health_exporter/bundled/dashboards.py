"""The dashboards as Grafana imports and provisions them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from contextlib import suppress
from typing import Any

from django_health_exporter.bundled.filling import filled_document
from django_health_exporter.bundled.thresholds import FILES

TAG = "django-health-exporter"
"""Of every dashboard of ours."""


def dashboard_files(
    numbers: Mapping[str, float], job: str = "", datasource: str = ""
) -> dict[str, str]:
    """Return the text of each file by its name.

    Args:
        numbers: Of all thresholds.
        job: The job that is chosen at first; empty for all.
        datasource: The name or the UID of the data source that is chosen at first; empty for
            Grafana's default.
    """
    made: dict[str, str] = {}
    for path in sorted((FILES / "dashboards").glob("*.json")):
        board: Any = filled_document(json.loads(path.read_bytes()), numbers)
        if job:
            _choose(board, "job", [job])
        if datasource:
            _choose(board, "datasource", datasource)
        made[path.name] = json.dumps(board, indent=2, sort_keys=True) + "\n"
    return made


def is_ours(text: str) -> bool:
    """Whether a file is a dashboard of ours."""
    with suppress(ValueError, RecursionError):
        board = json.loads(text)
        tags = board.get("tags") if isinstance(board, dict) else None
        return isinstance(tags, list) and TAG in tags
    return False


def _choose(board: Any, variable: str, value: str | list[str]) -> None:
    for one in board["templating"]["list"]:
        if one["name"] == variable:
            one["current"] = {"selected": True, "text": value, "value": value}
