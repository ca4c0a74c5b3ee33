"""The command that writes dashboards."""

from __future__ import annotations

import json
from pathlib import Path

from live_exporter.command import run_command

ROOT = Path(__file__).parents[3]


def test_a_folder(tmp_path: Path) -> None:
    """Without flags the files are those of the project, to the byte."""
    run = run_command(tmp_path, "dashboards", "--output=made")
    assert (run.returncode, run.stderr) == (0, "")
    ours = sorted((ROOT / "grafana" / "dashboards").glob("*.json"))
    assert run.stdout.splitlines() == [f"made/{path.name}" for path in ours]
    for path in ours:
        assert (tmp_path / "made" / path.name).read_bytes() == path.read_bytes()


def test_flags(tmp_path: Path) -> None:
    """Job, data source and a threshold are on the board."""
    flags = ["--job=shop", "--datasource=Mimir", "--threshold=beat_lateness=1234"]
    run = run_command(tmp_path, "dashboards", "--output=.", *flags)
    assert (run.returncode, run.stderr) == (0, "")
    text = (tmp_path / "dhe-django.json").read_text()
    board = json.loads(text)
    chosen = {one["name"]: one["current"]["value"] for one in board["templating"]["list"][:2]}
    assert chosen == {"datasource": "Mimir", "job": ["shop"]}
    assert '"value": 1234.0' in text
    assert '"value": 617.0' in text
    assert "> 1234" in text


def test_a_folder_has_to_be_named(tmp_path: Path) -> None:
    """There are six files, and none is for a stream."""
    run = run_command(tmp_path, "dashboards")
    assert (run.returncode, run.stdout) == (2, "")
    assert "--output" in run.stderr
    assert run.stderr.count("\n") == 1
