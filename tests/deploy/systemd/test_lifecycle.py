"""What the unit makes of the daemon's life: its signs, its reload, its end."""

from __future__ import annotations

import re
import shlex
import subprocess
from pathlib import Path

from django_health_exporter.systemd.notifier import Notifier
from live_servers import free_port
from managed_exporter import ManagedExporter

FOLDER = Path(__file__).parents[3] / "deploy" / "systemd"
UNIT = FOLDER / "django-health-exporter.service"
PROJECT = FOLDER / "drop-ins" / "project.conf"
LONGEST_END = 10
"""Seconds that the daemon takes at most to end by itself."""


def _set(name: str) -> str:
    """Return what the unit says, the one time that it says it."""
    (value,) = re.findall(rf"^{name}=(.*)$", UNIT.read_text("utf-8"), flags=re.MULTILINE)
    return str(value)


def test_a_daemon_that_hangs_is_restarted() -> None:
    """The watchdog waits for its signs, which such a unit hears, and then restarts it."""
    seconds = int(_set("WatchdogSec"))
    assert 5 <= seconds <= 60
    assert _set("Type") in {"notify", "notify-reload"}
    assert _set("Restart") in {"on-failure", "on-abnormal", "on-watchdog", "always"}
    told = Notifier.taken_from({"NOTIFY_SOCKET": "/x", "WATCHDOG_USEC": str(seconds * 1_000_000)})
    assert told.interval == seconds / 2


def test_the_reload_reloads(tmp_path: Path) -> None:
    """The command of the unit, as systemd runs it: the daemon reads its file again and lives."""
    (tmp_path / "config.yaml").write_text("log: {level: info}\n", encoding="utf-8")
    listen = f"--web.listen-address=127.0.0.1:{free_port()}"
    with ManagedExporter(tmp_path, "--config.file=config.yaml", listen) as exporter:
        words = shlex.split(_set("ExecReload"))
        command = [str(exporter.process.pid) if word == "$MAINPID" else word for word in words]
        assert command != words
        subprocess.run(command, check=True, timeout=30)
        for line in ("RELOADING=1", "READY=1"):
            exporter.manager.expect(line, lambda: exporter.process.poll() is None)
        assert exporter.process.poll() is None


def test_it_is_not_killed_while_it_ends() -> None:
    """There is more time than it takes."""
    assert int(_set("TimeoutStopSec")) > LONGEST_END


def test_a_project_that_keeps_files_is_told_what_to_open() -> None:
    """The line is there to be used, in the section in which it holds; the page tells of it."""
    text = PROJECT.read_text(encoding="utf-8")
    (line,) = re.findall(r"^#(ReadWritePaths=/\S.*)$", text, flags=re.MULTILINE)
    assert text.index("[Service]") < text.index(line)
    assert all(path.startswith("/srv/shop/") for path in line.partition("=")[2].split())
    assert "ReadWritePaths=" in (FOLDER / "README.md").read_text(encoding="utf-8")
