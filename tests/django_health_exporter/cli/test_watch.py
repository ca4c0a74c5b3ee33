"""``watch``: how it is, again and again."""

from __future__ import annotations

import signal
import subprocess
import sys
from pathlib import Path

from live_exporter import run_command
from live_servers import free_port
from pseudo_terminal import OnTerminal

ENVIRON = {"CACHE_URL": f"redis://127.0.0.1:{free_port()}"}


def test_a_table_that_follows_its_terminal(tmp_path: Path) -> None:
    """Until Ctrl-C, after which the screen is as before and the exit code 0."""
    arguments = ["watch", "--only=cache", "--only=system", "--interval=0.3"]
    with OnTerminal(tmp_path, arguments, ENVIRON, columns=100, rows=20) as it:
        it.until(lambda: any("refused: the connection" in line for line in it.terminal.screen))
        assert it.terminal.screen[1].startswith("✗ unhealthy: 1 error, ")
        it.terminal.resize(50, 7)
        it.until(lambda: len(it.terminal.screen) == 7 and "more" in it.terminal.screen[-1])
        assert max(map(len, it.terminal.screen)) <= 50
        assert it.terminal.screen[3].startswith("✗ error    cache/default")
        it.terminal.press("\x03")
        assert it.wait() == 0
        told = it.terminal.text
    assert told.count("\x1b[?1049h") == told.count("\x1b[?1049l") == 1
    assert told.endswith("\x1b[?25h\x1b[?1049l")


def test_lines_in_a_pipe(tmp_path: Path) -> None:
    """One for each time, at once, until it is told to end."""
    process = subprocess.Popen(
        [sys.executable, "-m", "django_health_exporter", "watch", "--only=cache", "--interval=0.1"],
        cwd=tmp_path,
        env=ENVIRON,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    lines = [process.stdout.readline() for _ in range(3)]
    process.send_signal(signal.SIGTERM)
    _, complaints = process.communicate(timeout=30)
    assert (process.returncode, complaints) == (0, "")
    assert all("Z unhealthy: 1 error: cache/default/" in line for line in lines)
    assert not any("\x1b" in line for line in lines)


def test_a_mistake_is_a_line(tmp_path: Path) -> None:
    """And exit code 2."""
    run = run_command(tmp_path, "watch", "--interval=0.01")
    assert (run.returncode, run.stdout) == (2, "")
    assert "a number of seconds from 0.1 to 86400 is expected" in run.stderr
    assert len(run.stderr.splitlines()) == 1


def test_lines_in_colour_for_whom_forces_it(tmp_path: Path) -> None:
    """As in all commands."""
    process = subprocess.Popen(
        [sys.executable, "-m", "django_health_exporter", "watch", "--only=cache"],
        cwd=tmp_path,
        env={**ENVIRON, "FORCE_COLOR": "1"},
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    line = process.stdout.readline()
    process.send_signal(signal.SIGINT)
    process.communicate(timeout=30)
    assert process.returncode == 0
    assert "Z \x1b[1;31munhealthy\x1b[0m: 1 error" in line
