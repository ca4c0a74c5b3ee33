"""The command line, up to the point where it would serve."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from django_health.version import __version__
from django_health_exporter.cli.serve import serve


def _run(*arguments: str, **environ: str) -> tuple[int, str, str]:
    """Exit code, stdout and stderr."""
    cleared = {"DJANGO_SETTINGS_MODULE": None, "DATABASE_URL": None, "CACHE_URL": None}
    ended = CliRunner().invoke(serve, list(arguments), env={**cleared, **environ})
    return ended.exit_code, ended.stdout, ended.stderr


def test_version() -> None:
    """``--version`` names the program and its version."""
    assert _run("--version") == (0, f"django-health-exporter, version {__version__}\n", "")


def test_check_of_nothing() -> None:
    """Nothing configured is valid."""
    code, out, _ = _run("--config.check")
    assert code == 0
    assert out == "valid: no database or cache is configured, only the host is watched\n"


def test_check_of_what_is_no_target(tmp_path: Path) -> None:
    """What is declared is watched too, and named."""
    path = tmp_path / "ports.yaml"
    path.write_text("tcp: {gate: {host: localhost, port: 7}}", encoding="utf-8")
    code, out, _ = _run("--config.check", f"--config.file={path}")
    assert (code, out) == (0, "valid: no database or cache is configured, but tcp\n")


def test_check_of_one_target() -> None:
    """What was found is counted, and its source is named."""
    code, out, _ = _run("--config.check", DATABASE_URL="sqlite:////tmp/none.sqlite3")
    assert (code, out) == (0, "valid: 1 target, found in the environment\n")


def test_nothing_to_watch_is_an_error() -> None:
    """A daemon that watches nothing would call everything healthy."""
    code, _, err = _run("--no-collector.system", "--config.check")
    assert code == 2
    assert "there is nothing to watch" in err


def test_flags_by_environment(tmp_path: Path) -> None:
    """A flag's variable does what the flag does."""
    path = tmp_path / "bad.yaml"
    path.write_text("nonsense: {}", encoding="utf-8")
    code, _, err = _run("--config.check", DJANGO_HEALTH_EXPORTER_CONFIG_FILE=str(path))
    assert code == 2
    assert "unknown key 'nonsense'" in err


@pytest.mark.parametrize(
    "arguments",
    [
        ["--no-such-flag"],
        ["--log.level=loud"],
        ["--scrape-timeout=soon"],
        ["--timeout-offset=-1", "--config.check"],
        ["--web.telemetry-path=metrics", "--config.check"],
        ["--config.file=none.yaml", "--config.check"],
    ],
)
def test_bad_flags(arguments: list[str]) -> None:
    """A bad flag is exit code 2 and no traceback."""
    code, out, err = _run(*arguments)
    assert (code, out) == (2, "")
    assert err
    assert "Traceback" not in err


def test_no_flag_takes_a_password() -> None:
    """A password on the command line would be seen in the process list."""
    names = " ".join(name for parameter in serve.params for name in parameter.opts)
    names = names.replace("--web.external-url", "")  # a place, in which a password is refused
    assert not any(word in names for word in ("password", "secret", "url", "dsn"))
