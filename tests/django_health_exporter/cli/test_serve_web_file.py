"""The web configuration file is read before anything starts, and by ``--config.check``."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from django_health_exporter.cli.serve import serve


def _run(*arguments: str) -> tuple[int, str, str]:
    """Exit code, stdout and stderr."""
    cleared = {"DJANGO_SETTINGS_MODULE": None, "DATABASE_URL": None, "CACHE_URL": None}
    ended = CliRunner().invoke(serve, list(arguments), env=cleared)
    return ended.exit_code, ended.stdout, ended.stderr


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A file that demands nothing."""
    path = tmp_path / "web.yml"
    path.touch()
    return path


def test_a_good_file_is_valid(path: Path) -> None:
    """Whether a flag names it or the configuration file does."""
    assert _run(f"--web.config.file={path}", "--config.check")[0] == 0
    config = path.with_name("config.yml")
    config.write_text(f"web: {{config_file: '{path}'}}")
    assert _run(f"--config.file={config}", "--config.check")[0] == 0


@pytest.mark.parametrize("check", [[], ["--config.check"]])
def test_a_bad_file_is_one_line(path: Path, check: list[str]) -> None:
    """And exit code 2, before anything listens; no part of what might be a hash is told."""
    path.write_text("basic_auth_users: {alice: canary-secret}")
    code, out, err = _run(f"--web.config.file={path}", *check)
    assert (code, out) == (2, "")
    assert err.startswith(f"Error: {path}: basic_auth_users.alice: is no bcrypt hash")
    assert err.count("\n") == 1
    assert "canary" not in err


def test_a_file_that_is_not_there(path: Path) -> None:
    """Neither is there a daemon that everybody may ask."""
    path.unlink()
    code, _, err = _run(f"--web.config.file={path}")
    assert code == 2
    assert f"{path}: cannot be read: No such file or directory: give --web.config.file" in err
