"""``wait``: until what is named is healthy."""

from __future__ import annotations

import signal
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from django_health_exporter.cli.wait import wait
from live_servers import Redis, SilentListener, free_port
from pseudo_terminal import OnTerminal
from sample_checks import eventually

GONE = f"redis://127.0.0.1:{free_port()}"
"""Nobody listens there."""


def _run(*arguments: str, **environ: str) -> Result:
    cleared = {"DJANGO_SETTINGS_MODULE": None, "DATABASE_URL": None, "CACHE_URL": None}
    return CliRunner().invoke(wait, list(arguments), env={**cleared, **environ})


def test_it_is_quiet_when_all_is_well(redis_server: Redis) -> None:
    """And ends at once."""
    url = f"redis://{redis_server.host}:{redis_server.port}"
    ended = _run("cache/default", "system/uptime", CACHE_URL=url)
    assert (ended.exit_code, ended.output) == (0, "")


def test_it_gives_up_with_a_line() -> None:
    """Which says what is still wrong, and why."""
    ended = _run("cache", "--timeout=0.3", "--interval=0.1", CACHE_URL=GONE)
    assert (ended.exit_code, ended.stdout) == (1, "")
    assert ended.stderr.startswith("Error: not healthy after 0.3 s: cache/default/127.0.0.1:")
    assert ended.stderr.endswith(": refused: the connection was refused\n")
    assert len(ended.stderr.splitlines()) == 1


def test_what_is_not_named_is_not_waited_for() -> None:
    """However ill it is."""
    assert _run("system/uptime", "--timeout=5", CACHE_URL=GONE).exit_code == 0


@pytest.mark.parametrize(("critical", "code"), [("true", 1), ("false", 0)])
def test_without_a_name_it_waits_for_what_is_critical(
    critical: str, code: int, tmp_path: Path
) -> None:
    """A warning does not matter either."""
    file = tmp_path / "a.yaml"
    file.write_text(
        f"critical: {{cache: {critical}}}\nthresholds: {{disk: {{warning: 0.0001, critical: 100}}}}"
    )
    ended = _run(f"--config.file={file}", "--timeout=0.5", CACHE_URL=GONE)
    assert ended.exit_code == code
    named = _run(f"--config.file={file}", "cache", "--timeout=0.5", CACHE_URL=GONE)
    assert named.exit_code == 1


def test_what_is_not_critical_is_not_even_asked(tmp_path: Path) -> None:
    """Or its silence would take as long as its limit."""
    file = tmp_path / "a.yaml"
    file.write_text("critical: {cache: false}")
    with SilentListener() as silent:
        url = f"redis://{silent.host}:{silent.port}"
        assert _run(f"--config.file={file}", CACHE_URL=url).exit_code == 0
        assert silent.accepted == 0


def test_a_mistake_is_not_waited_for() -> None:
    """It would never end well."""
    ended = _run("cahce", "--timeout=600", CACHE_URL=GONE)
    assert ended.exit_code == 2
    assert "did you mean 'cache'?" in ended.stderr


def test_it_waits_for_a_server_that_comes_up(tmp_path: Path) -> None:
    """On a terminal it tells meanwhile what is missing."""
    with Redis() as server:
        server.stop()
        environ = {"CACHE_URL": f"redis://{server.host}:{server.port}"}
        arguments = ["wait", "cache", "--interval=0.2", "--timeout=60"]
        with OnTerminal(tmp_path, arguments, environ, columns=100) as it:
            it.until(lambda: "the connection was refused" in it.terminal.text)
            assert it.process.poll() is None
            server.start()
            assert it.wait() == 0
            assert it.terminal.text.endswith("\x1b[2K")


@pytest.mark.parametrize(("signum", "code"), [(signal.SIGTERM, 143), (signal.SIGINT, 130)])
def test_it_ends_when_it_is_told_to(signum: signal.Signals, code: int, tmp_path: Path) -> None:
    """By a handler, which the first process of a container needs; and without a word."""
    with SilentListener() as silent:
        environ = {"CACHE_URL": f"redis://{silent.host}:{silent.port}"}
        process = subprocess.Popen(
            [sys.executable, "-m", "django_health_exporter", "wait", "cache"],
            cwd=tmp_path,
            env=environ,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
        )
        eventually(lambda: silent.accepted > 0)
        process.send_signal(signum)
        told, _ = process.communicate(timeout=30)
    assert (process.returncode, told) == (code, b"")
