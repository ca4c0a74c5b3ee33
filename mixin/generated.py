"""Every file that is generated, with its text."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from functools import cache
from pathlib import Path

from mixin.dashboards.table import BOARDS
from mixin.rules.table import FILES

DASHBOARDS = "grafana/dashboards"
RULES = "deploy/prometheus/rules"
BUNDLE = "exporter/django_health_exporter/bundled/files"

ROOT = Path(__file__).parents[1]


def generated() -> dict[str, str]:
    """Return the text of each file by its path from the root of the project."""
    boards = {f"{DASHBOARDS}/{board.uid}.json": board.text() for board in BOARDS}
    rules = {f"{RULES}/{file.name}.yaml": file.text() for file in FILES}
    return boards | rules | {f"{BUNDLE}/{path}": text for path, text in _bundle().items()}


@cache
def _bundle() -> dict[str, str]:
    """Return the files that the program carries, in which the limits are marked."""
    printed = subprocess.run(
        [sys.executable, "-m", "mixin.marked"],
        cwd=ROOT,
        env=os.environ | {"MIXIN_MARKS": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    if printed.returncode:
        raise RuntimeError(f"the bundle cannot be made: {printed.stderr}")
    files: dict[str, str] = json.loads(printed.stdout)
    return files
