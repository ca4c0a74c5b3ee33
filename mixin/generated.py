"""Every file that is generated, with its text."""

from __future__ import annotations

from mixin.dashboards.table import BOARDS
from mixin.rules.table import FILES

DASHBOARDS = "grafana/dashboards"
RULES = "deploy/prometheus/rules"


def generated() -> dict[str, str]:
    """Return the text of each file by its path from the root of the project."""
    boards = {f"{DASHBOARDS}/{board.uid}.json": board.text() for board in BOARDS}
    rules = {f"{RULES}/{file.name}.yaml": file.text() for file in FILES}
    return boards | rules
