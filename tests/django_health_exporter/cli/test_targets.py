"""The command that lists what is watched."""

from __future__ import annotations

import json
from pathlib import Path

from live_exporter import write_settings
from live_exporter.command import run_command

PASSWORD = "canary-secret"
DATABASE = f"postgres://canary-user:{PASSWORD}@db:5432/shop"


def test_a_table_of_what_was_found(tmp_path: Path) -> None:
    """Names, places and origins, without a connection or a secret."""
    run = run_command(tmp_path, "targets", DATABASE_URL=DATABASE)
    assert (run.returncode, run.stderr) == (0, "")
    lines = [line.split() for line in run.stdout.splitlines()]
    assert lines[0] == ["target", "kind", "where", "from"]
    assert lines[1] == ["database/default", "postgresql", "db:5432", "shop", "environment"]
    assert lines[2] == ["system", "host", "default"]
    assert run.stdout.endswith("1 target, found in the environment\n")
    assert "canary" not in run.stdout


def test_json(tmp_path: Path) -> None:
    """The same for programs; what the project prints is not in it."""
    (tmp_path / "a.yaml").write_text(
        "tcp: {search: {host: s, port: 9200, critical: false}}\ncollectors: {system: false}\n"
    )
    write_settings(tmp_path, "shop_settings")
    settings = tmp_path / "shop_settings.py"
    settings.write_text(settings.read_text() + "print('canary-greeting')\n")
    run = run_command(
        tmp_path,
        "targets",
        "--format=json",
        "--config.file=a.yaml",
        "--django.settings=shop_settings",
        DATABASE_URL=DATABASE,
    )
    assert run.returncode == 0, run.stderr
    found = {entry["name"]: entry for entry in json.loads(run.stdout)}
    assert found["tcp/search"] == {
        "name": "tcp/search",
        "kind": "tcp",
        "place": "s:9200",
        "origin": "file",
        "critical": False,
        "remark": "not critical",
    }
    assert "configuration" in found


def test_mistakes_are_one_line(tmp_path: Path) -> None:
    """As those of all commands."""
    run = run_command(tmp_path, "targets", "--config.file=absent.yaml")
    assert (run.returncode, run.stdout) == (2, "")
    assert run.stderr.count("\n") == 1
