"""From flags to answers."""

from __future__ import annotations

import json
import threading
from dataclasses import replace
from pathlib import Path

import pytest

from django_health_exporter.cli import asking
from django_health_exporter.configuration.config import Flags, load
from live_exporter import run_command, sqlite_entry, write_settings
from live_servers import free_port

APPS = """
from django.apps import AppConfig

class Shop(AppConfig):
    name = "shop"

    def ready(self):
        from django_health import register_health_check

        @register_health_check
        def payments():
            print("printed by a check")
            return {"status": "ok"}
"""


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project whose application registers a check when it is loaded."""
    (tmp_path / "shop").mkdir()
    (tmp_path / "shop" / "__init__.py").write_text("")
    (tmp_path / "shop" / "apps.py").write_text(APPS, encoding="utf-8")
    write_settings(
        tmp_path,
        "site_settings",
        DATABASES={"default": sqlite_entry(tmp_path / "a.sqlite3")},
        INSTALLED_APPS=["django_health", "shop"],
    )
    return tmp_path


def test_checks_that_applications_register_are_asked(project: Path) -> None:
    """Also where one alone is named, which only its application knows."""
    for arguments in ([], ["--only=payments"]):
        run = run_command(
            project, "check", "--format=json", *arguments, DJANGO_SETTINGS_MODULE="site_settings"
        )
        assert "payments" in json.loads(run.stdout)["checks"]


def test_what_the_project_prints_is_not_in_the_answer(project: Path) -> None:
    """Neither of its settings nor of its checks."""
    with (project / "site_settings.py").open("a", encoding="utf-8") as file:
        file.write("print('printed by settings')\n")
    run = run_command(
        project,
        "check",
        "--format=json",
        "--only=payments",
        DJANGO_SETTINGS_MODULE="site_settings",
    )
    assert run.returncode == 0
    assert json.loads(run.stdout)["status"] == "healthy"
    assert run.stderr == "printed by settings\nprinted by a check\n"


def test_an_application_that_cannot_be_loaded_is_told(project: Path) -> None:
    """In a line; the rest is asked as usual."""
    apps = project / "shop" / "apps.py"
    apps.write_text(
        APPS.replace(
            "from django_health import",
            "raise RuntimeError('canary')\n        from django_health import",
        )
    )
    run = run_command(
        project, "check", "--no-collector.migrations", "--no-collector.celery",
        "--no-collector.configuration", DJANGO_SETTINGS_MODULE="site_settings",
    )  # fmt: skip
    assert "✓ ok       database/default" in run.stdout
    assert "checks that applications register are not asked: " in run.stderr
    assert len(run.stderr.splitlines()) == 1
    assert "canary" not in run.stderr


def test_nothing_is_logged(tmp_path: Path) -> None:
    """The answer has what a log would say."""
    run = run_command(tmp_path, "check", CACHE_URL=f"redis://127.0.0.1:{free_port()}")
    assert (run.returncode, run.stderr) == (2, "")
    assert "refused: the connection was refused" in run.stdout


def test_an_unknown_name_is_a_mistake(project: Path) -> None:
    """The applications are asked before it is one."""
    run = run_command(project, "wait", "paymnts", DJANGO_SETTINGS_MODULE="site_settings")
    assert (run.returncode, run.stdout) == (2, "")
    assert run.stderr.startswith("Error: unknown check 'paymnts', did you mean 'payments'?")
    assert len(run.stderr.splitlines()) == 1


def test_applications_that_never_finish_loading_are_left_out(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """What is known without them is asked, and a line says what is not."""
    gate = threading.Event()
    monkeypatch.setattr(asking, "LOADING", 0.05)
    monkeypatch.setattr(asking, "is_installed", lambda: True)
    monkeypatch.setattr(asking, "_load_applications", lambda: gate.wait(10))
    config = replace(load(Flags(), {}), django_settings="shop.settings")
    try:
        assert asking._chosen(config, ()) == config.checks
    finally:
        gate.set()
    late = "the applications are still being loaded after 0.05 s"
    told = f"Warning: checks that applications register are not asked: {late}\n"
    assert capsys.readouterr() == ("", told)
