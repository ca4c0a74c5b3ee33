"""``manage.py health`` in real projects, as users run it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from live_servers import PostgreSQL, free_port
from live_site.project import write_site

CANARY = "canary-secret"
LIGHT = {"system": False, "migrations": False, "celery": False, "configuration": False}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A project with a cache that works."""
    return site(tmp_path)


def site(folder: Path, **settings: Any) -> Path:
    """Write a project; nothing but its databases and caches is asked."""
    caches = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
    given = {"HEALTH_CHECK": {"CHECKS": LIGHT}, "CACHES": caches, **settings}
    write_site(folder, "shop", **given)
    return folder


def health(folder: Path, *arguments: str, **environ: str) -> subprocess.CompletedProcess[str]:
    """Run it to its end; no secret may be in what it says."""
    run = subprocess.run(
        [sys.executable, "-W", "error", "-m", "django", "health", *arguments],
        cwd=folder,
        env={
            "PATH": os.environ.get("PATH", os.defpath),
            "DJANGO_SETTINGS_MODULE": "shop.settings",
            "PYTHONPATH": str(folder),
            **environ,
        },
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert CANARY not in run.stdout + run.stderr
    return run


def database(port: int) -> dict[str, Any]:
    """A server that is not there."""
    return {
        "default": {
            "ENGINE": "django.db.backends.postgresql",
            "HOST": "127.0.0.1",
            "PORT": port,
            "NAME": "shop",
            "USER": "u",
            "PASSWORD": CANARY,
        }
    }


def test_check_of_what_is_well(folder: Path) -> None:
    """A table, exit code 0, and nothing on stderr."""
    run = health(folder, "check")
    assert (run.returncode, run.stderr) == (0, "")
    assert "✓ ok" in run.stdout
    assert "\x1b" not in run.stdout


def test_check_of_what_is_ill(tmp_path: Path) -> None:
    """The codes of Nagios; with --fail-on=error a warning is as good as ok."""
    folder = site(tmp_path, DATABASES=database(free_port()))
    assert health(folder, "check").returncode == 2
    assert health(folder, "check", "--only=cache").returncode == 0
    uncritical = {"CHECKS": LIGHT, "CRITICAL": {"database": False}}
    with (folder / "shop" / "settings.py").open("a", encoding="utf-8") as settings:
        settings.write(f"HEALTH_CHECK = {uncritical!r}\n")
    assert health(folder, "check").returncode == 1
    assert health(folder, "check", "--fail-on=error").returncode == 0


def test_check_in_other_formats(folder: Path) -> None:
    """The document of the views, the text format, a plugin's line."""
    assert json.loads(health(folder, "check", "--format=json").stdout)["status"] == "healthy"
    assert "django_health_cache_up" in health(folder, "check", "--format=prometheus").stdout
    assert health(folder, "check", "--format=nagios").stdout.startswith("HEALTH OK")


def test_colours_are_djangos_own_option(folder: Path) -> None:
    """They are forced and forbidden as for all its commands."""
    assert "\x1b[" in health(folder, "--force-color", "check").stdout
    assert "\x1b[" not in health(folder, "--no-color", "check", FORCE_COLOR="1").stdout


def test_wait_until_it_is_there(tmp_path: Path, postgresql: PostgreSQL) -> None:
    """It says nothing when all is well."""
    own = {"PASSWORD": postgresql.password, "USER": postgresql.user, "NAME": "postgres"}
    entry = database(postgresql.port)["default"] | own
    run = health(site(tmp_path, DATABASES={"default": entry}), "wait", "--timeout=30")
    assert (run.returncode, run.stdout, run.stderr) == (0, "", "")


def test_wait_in_vain(tmp_path: Path) -> None:
    """One line says what is not there, and why."""
    folder = site(tmp_path, DATABASES=database(free_port()))
    run = health(folder, "wait", "database", "--timeout=0.5", "--interval=0.1")
    assert (run.returncode, run.stdout) == (1, "")
    assert "not healthy after 0.5 s: database/default: refused" in run.stderr
    assert run.stderr.count("\n") == 1


def test_doctor(tmp_path: Path) -> None:
    """With the way to what could not be reached."""
    port = free_port()
    run = health(site(tmp_path, DATABASES=database(port)), "doctor", "--format=json")
    assert run.returncode == 2
    (error, *_) = json.loads(run.stdout)["findings"]
    assert error["place"] == "database/default"
    assert f"nothing listens at 127.0.0.1:{port}" in error["what"]


@pytest.mark.parametrize("action", ["check", "wait"])
def test_settings_that_cannot_be_used(tmp_path: Path, action: str) -> None:
    """One line and exit code 2; the text of another's error is not told."""
    folder = site(tmp_path, HEALTH_CHECK={"CHEKCS": {}})
    run = health(folder, action)
    assert (run.returncode, run.stdout) == (2, "")
    assert "did you mean 'checks'" in run.stderr
    assert run.stderr.count("\n") == 1


def test_settings_that_cannot_be_used_in_other_words(tmp_path: Path) -> None:
    """A plugin says that it does not know, the doctor what to correct."""
    folder = site(tmp_path, HEALTH_CHECK={"CHEKCS": {}})
    plugin = health(folder, "check", "--format=nagios")
    assert plugin.returncode == 3
    assert plugin.stdout.startswith("HEALTH UNKNOWN")
    doctor = health(folder, "doctor")
    assert doctor.returncode == 2
    assert "did you mean 'checks'" in doctor.stdout


def test_mistakes_in_the_arguments(folder: Path) -> None:
    """What there is, is told."""
    for arguments, said in (
        ((), "check|wait|doctor"),
        (("check", "--only=cahce"), "did you mean 'cache'"),
        (("wait", "nothing"), "unknown check 'nothing'"),
        (("check", "--timeout=-1"), "a number of seconds"),
        (("doctor", "--format=xml"), "invalid choice"),
    ):
        run = health(folder, *arguments)
        assert run.returncode == 2, arguments
        assert said in run.stderr, run.stderr


def test_help_has_examples_and_exit_codes(folder: Path) -> None:
    """As the commands of the daemon have them."""
    run = health(folder, "--help")
    assert "manage.py health wait database/default cache --timeout=120" in run.stdout
    assert "exit codes:" in run.stdout


@pytest.mark.parametrize(
    "arguments",
    [
        ["check", "--bogus"],
        ["check", "--timeout", "0"],
        ["wait", "--interval=never"],
        ["nothing"],
        [],
    ],
)
def test_a_mistake_in_the_arguments_is_a_line(folder: Path, arguments: list[str]) -> None:
    """With where all of them are explained; a plugin has it where it is looked for."""
    run = health(folder, *arguments)
    assert (run.returncode, run.stdout) == (2, "")
    assert run.stderr.startswith("Error: ")
    assert run.stderr.endswith(" --help')\n")
    assert len(run.stderr.splitlines()) == 1


@pytest.mark.parametrize("mistake", [["--timeout", "0"], ["--bogus"]])
def test_a_mistake_is_unknown_for_a_plugin(folder: Path, mistake: list[str]) -> None:
    """On stdout, where a monitoring system looks for it."""
    for form in (["--format", "nagios"], ["--format=nagios"]):
        run = health(folder, "check", *form, *mistake)
        assert (run.returncode, run.stderr) == (3, "")
        assert run.stdout.startswith("HEALTH UNKNOWN: ")
        assert len(run.stdout.splitlines()) == 1


def test_options_of_django_may_stand_behind_the_action(folder: Path) -> None:
    """As people write them."""
    arguments = ["check", "--settings=shop.settings", f"--pythonpath={folder}", "--force-color"]
    run = health(folder, *arguments, DJANGO_SETTINGS_MODULE="", PYTHONPATH="")
    assert run.stderr == ""
    assert "\x1b" in run.stdout
