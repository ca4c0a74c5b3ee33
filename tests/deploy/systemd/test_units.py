"""The units that operators copy, held against systemd itself."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from pathlib import Path

import click
import pytest

from django_health_exporter.cli.options import variable
from django_health_exporter.cli.serve import serve
from live_exporter import run_command
from live_servers.programs import find_program

UNITS = Path(__file__).parents[3] / "deploy" / "systemd"
SERVICE = "django-health-exporter.service"
SOCKET = "django-health-exporter.socket"
DROP_INS = sorted((UNITS / "drop-ins").glob("*.conf"))

EXPOSURE = 20
"""Tenths of systemd's own measure, up to which it calls a service OK."""

every_drop_in = pytest.mark.parametrize("drop_in", DROP_INS, ids=lambda path: str(path.name))


@pytest.fixture
def copied(tmp_path: Path) -> Path:
    """The units as installed, with programs that are there."""
    shutil.copytree(UNITS, tmp_path, dirs_exist_ok=True)
    _there(tmp_path / SERVICE)
    return tmp_path


def _there(unit: Path) -> None:
    """Put a program that is there in the place of the one that it starts."""
    text, changes = re.subn(
        r"^(ExecStart=)\S+/bin/django-health-exporter",
        r"\1/bin/true",
        unit.read_text(encoding="utf-8"),
        flags=re.MULTILINE,
    )
    assert changes == 1
    unit.write_text(text, encoding="utf-8")


def _install(drop_in: Path, folder: Path) -> None:
    """Copy a drop-in as the page says."""
    target = folder / f"{SERVICE}.d" / drop_in.name
    shutil.copy(drop_in, target)
    if "\nExecStart=/" in target.read_text(encoding="utf-8"):
        _there(target)


def _analyze(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    program = find_program("systemd", "systemd-analyze")
    return subprocess.run(
        [program, *arguments], cwd=folder, capture_output=True, text=True, check=False, timeout=60
    )


def _verified(folder: Path) -> str:
    """What systemd has to complain of."""
    ended = _analyze(folder, "verify", "--man=no", f"./{SERVICE}", f"./{SOCKET}")
    said = ended.stdout + ended.stderr
    assert (ended.returncode == 0) or said
    return said


def _security(folder: Path, threshold: int = EXPOSURE) -> subprocess.CompletedProcess[str]:
    options = ("--offline=true", "--no-pager", "--json=short", f"--threshold={threshold}")
    return _analyze(folder, "security", *options, f"./{SERVICE}")


def _fields(folder: Path) -> dict[str, bool]:
    """Each measure that systemd knows, and whether it is taken."""
    found = json.loads(_security(folder).stdout)
    return {field["json_field"]: bool(field["set"]) for field in found}


def test_systemd_takes_the_units(copied: Path) -> None:
    """It has nothing to complain of, in the drop-in of the socket neither."""
    assert _verified(copied) == ""


@every_drop_in
def test_systemd_takes_each_drop_in(copied: Path, drop_in: Path) -> None:
    """Beside the unit."""
    _install(drop_in, copied)
    assert _verified(copied) == ""


def test_what_project_conf_has_in_comments_is_taken(copied: Path) -> None:
    """The folders that a project may open, with the comment sign taken away."""
    _install(UNITS / "drop-ins" / "project.conf", copied)
    installed = copied / f"{SERVICE}.d" / "project.conf"
    text = installed.read_text(encoding="utf-8")
    installed.write_text(text.replace("#ReadWritePaths", "ReadWritePaths"), encoding="utf-8")
    assert _verified(copied) == ""
    assert _security(copied).returncode == 0


@every_drop_in
def test_systemd_sees_a_mistake(copied: Path, drop_in: Path) -> None:
    """What the tests before rely on: a wrong word in any of them is told."""
    _install(drop_in, copied)
    installed = copied / f"{SERVICE}.d" / drop_in.name
    text = installed.read_text(encoding="utf-8").replace(
        "[Service]\n", "[Service]\nProtectHose=1\n"
    )
    installed.write_text(text, encoding="utf-8")
    assert "ProtectHose" in _verified(copied)


def test_the_service_is_hardened(copied: Path) -> None:
    """By systemd's own measure it is exposed as little as it says."""
    ended = _security(copied)
    assert ended.returncode == 0, ended.stdout[-500:]


@every_drop_in
def test_the_service_is_hardened_with_each_drop_in(copied: Path, drop_in: Path) -> None:
    """None of them opens more than what it is for."""
    _install(drop_in, copied)
    ended = _security(copied)
    assert ended.returncode == 0, ended.stdout[-500:]


def test_a_service_that_is_not_would_be_seen(copied: Path) -> None:
    """What the tests before rely on: systemd's measure is taken of this very unit."""
    service = copied / SERVICE
    text = service.read_text(encoding="utf-8")
    service.write_text(
        re.sub(r"^(Protect|Private|Restrict|System).*\n", "", text, flags=re.MULTILINE)
    )
    assert _security(copied).returncode != 0


@pytest.mark.parametrize(
    ("name", "opened"),
    [
        ("machine-code", {"MemoryDenyWriteExecute"}),
        ("processes", {"ProtectProc"}),
        ("credentials", set()),
    ],
)
def test_a_drop_in_opens_one_thing(copied: Path, name: str, opened: set[str]) -> None:
    """All the rest is as it was."""
    before = _fields(copied)
    _install(UNITS / "drop-ins" / f"{name}.conf", copied)
    after = _fields(copied)
    assert {field for field in before if before[field] != after[field]} == opened


def test_flags_and_variables_are_the_daemons() -> None:
    """What the units and the environment file give it, it knows."""
    flags = {
        name for option in serve.params if isinstance(option, click.Option) for name in option.opts
    }
    texts = [path.read_text(encoding="utf-8") for path in UNITS.rglob("*.*") if path.is_file()]
    used = {
        flag for text in texts for flag in re.findall(r"(--(?:web|log|config)[a-z.-]*[a-z])", text)
    }
    named = {name for text in texts for name in re.findall(r"DJANGO_HEALTH_EXPORTER_[A-Z_]+", text)}
    assert used
    assert used <= flags
    assert named
    assert named <= {variable(flag) for flag in flags}


def test_the_configuration_file_is_one(tmp_path: Path) -> None:
    """With the credential that the drop-in hands over, under the name that the file has."""
    names = re.findall(
        r"^LoadCredential=([\w-]+):",
        (UNITS / "drop-ins" / "credentials.conf").read_text(encoding="utf-8"),
        flags=re.MULTILINE,
    )
    for name in names:
        (tmp_path / name).write_text("canary", encoding="utf-8")
    checked = [
        run_command(
            tmp_path,
            *(f"--config.file={UNITS / 'config.yaml'}", "--config.check"),
            CREDENTIALS_DIRECTORY=directory,
        )
        for directory in (str(tmp_path), str(tmp_path / "nowhere"))
    ]
    assert [ended.returncode for ended in checked] == [0, 2], checked
    assert "canary" not in str(checked)


def test_everything_is_told_on_the_page() -> None:
    """Each drop-in and each file is on it."""
    page = (UNITS / "README.md").read_text(encoding="utf-8")
    files = {path.name for path in UNITS.rglob("*") if path.is_file()} - {"README.md"}
    assert {name for name in files if name not in page} == set()
