"""Checking a configuration, and printing what may stand in one."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema_rs
import pytest

from live_exporter.command import run_command

CANARY = "canary-secret"


def test_check(tmp_path: Path) -> None:
    """It says what was found, and connects to nothing."""
    run = run_command(tmp_path, "config", "check", DATABASE_URL=f"postgres://a:{CANARY}@db/shop")
    assert (run.returncode, run.stdout) == (0, "valid: 1 target, found in the environment\n")


def test_check_of_a_mistake(tmp_path: Path) -> None:
    """One line, also for what the web configuration file says."""
    (tmp_path / "a.yaml").write_text(f"databases: {{x: {{password: {CANARY}}}}}")
    (tmp_path / "web.yaml").write_text(f"basic_auth_users: {{a: {CANARY}}}")
    for flag in ("--config.file=a.yaml", "--web.config.file=web.yaml"):
        run = run_command(tmp_path, "config", "check", flag)
        assert (run.returncode, run.stdout) == (2, "")
        assert run.stderr.count("\n") == 1
        assert CANARY not in run.stderr


def test_schemas(tmp_path: Path) -> None:
    """Both are schemas, and reading them needs no configuration."""
    titles = set()
    for arguments in ([], ["config"], ["web"]):
        run = run_command(tmp_path, "config", "schema", *arguments)
        assert run.returncode == 0, run.stderr
        schema = json.loads(run.stdout)
        jsonschema_rs.meta.validate(schema)
        titles.add(schema["title"])
    assert len(titles) == 2


def test_a_schema_that_there_is_not(tmp_path: Path) -> None:
    """The valid names are told."""
    run = run_command(tmp_path, "config", "schema", "nothing")
    assert run.returncode == 2
    assert "'config', 'web'" in run.stderr


def test_help(tmp_path: Path) -> None:
    """Each has examples and exit codes; a line for editors is as it has to be typed."""
    run = run_command(tmp_path, "config", "schema", "--help")
    assert "\n  # yaml-language-server: $schema=exporter.schema.json\n" in run.stdout
    assert "Exit codes:" in run.stdout


def test_an_unknown_collector_is_told_by_its_place(tmp_path: Path) -> None:
    """The file, and the key that was written."""
    (tmp_path / "a.yml").write_text("collectors: {foo: true}\n")
    run = run_command(tmp_path, "config", "check", "--config.file=a.yml")
    assert run.returncode == 2
    assert run.stderr.startswith("Error: a.yml: collectors: unknown check 'foo', there are ")


def test_what_is_watched_has_a_name(tmp_path: Path) -> None:
    """Its check would be named as the component."""
    (tmp_path / "a.yml").write_text('tcp: {"": {host: 127.0.0.1, port: 1}}\n')
    run = run_command(tmp_path, "config", "check", "--config.file=a.yml")
    assert (run.returncode, len(run.stderr.splitlines())) == (2, 1)
    assert run.stderr.startswith("Error: a.yml: tcp: ")


@pytest.mark.parametrize(
    ("arguments", "name"), [(["config", "schema", "foo"], "FILE"), (["completion", "x"], "SHELL")]
)
def test_an_argument_has_a_name(tmp_path: Path, arguments: list[str], name: str) -> None:
    """In complaints about it."""
    run = run_command(tmp_path, *arguments)
    assert run.returncode == 2
    assert name in run.stderr
    assert "|" not in run.stderr
