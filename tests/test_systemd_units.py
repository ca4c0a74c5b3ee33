"""The units that operators copy, held against systemd itself."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import click
import pytest

from django_health_exporter.cli.options import variable
from django_health_exporter.cli.serve import serve
from live_servers.programs import find_program

UNITS = Path(__file__).parents[1] / "deploy" / "systemd"
SERVICE = "django-health-exporter.service"
SOCKET = "django-health-exporter.socket"
PROGRAM = "/opt/django-health-exporter/bin/django-health-exporter"

EXPOSURE = 20
"""Tenths of systemd's own measure, up to which it calls a service OK."""


@pytest.fixture
def copied(tmp_path: Path) -> Path:
    """The units as installed, with a program that is there."""
    shutil.copytree(UNITS, tmp_path, dirs_exist_ok=True)
    service = tmp_path / SERVICE
    text = service.read_text(encoding="utf-8")
    assert PROGRAM in text
    service.write_text(text.replace(PROGRAM, "/bin/true"), encoding="utf-8")
    return tmp_path


def _analyze(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    program = find_program("systemd", "systemd-analyze")
    return subprocess.run(
        [program, *arguments], cwd=folder, capture_output=True, text=True, check=False, timeout=60
    )


def test_systemd_takes_the_units(copied: Path) -> None:
    """It has nothing to complain of, in the drop-in neither."""
    ended = _analyze(copied, "verify", "--man=no", f"./{SERVICE}", f"./{SOCKET}")
    assert (ended.returncode, ended.stdout + ended.stderr) == (0, "")


def test_systemd_sees_a_mistake(copied: Path) -> None:
    """What the test before relies on: a wrong word in the drop-in is told."""
    drop_in = copied / f"{SERVICE}.d" / "socket.conf"
    text = drop_in.read_text(encoding="utf-8").replace("Environment=", "Enviroment=")
    drop_in.write_text(text, encoding="utf-8")
    ended = _analyze(copied, "verify", "--man=no", f"./{SERVICE}")
    assert "Enviroment" in ended.stderr


def test_the_service_is_hardened(copied: Path) -> None:
    """By systemd's own measure it is exposed as little as it says."""
    ended = _analyze(
        copied, "security", "--offline=yes", f"--threshold={EXPOSURE}", "--no-pager", f"./{SERVICE}"
    )
    assert ended.returncode == 0, ended.stdout[-500:]


def test_flags_and_variables_are_the_daemons() -> None:
    """What the units give it, it knows."""
    flags = {
        name for option in serve.params if isinstance(option, click.Option) for name in option.opts
    }
    texts = [path.read_text(encoding="utf-8") for path in UNITS.rglob("*.*") if path.is_file()]
    used = {flag for text in texts for flag in re.findall(r"(--[a-z.-]+)=", text)}
    named = {name for text in texts for name in re.findall(r"DJANGO_HEALTH_EXPORTER_[A-Z_]+", text)}
    assert used
    assert used <= flags
    assert named
    assert named <= {variable(flag) for flag in flags}
