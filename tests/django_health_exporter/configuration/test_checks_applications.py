"""Checks that an application registers in its ``ready()``, each case in a process of its own."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

PROGRAM = """
from django.apps import apps
from django_health.settings.validation import InvalidDocument
from django_health_exporter.configuration.config import Flags, load
try:
    config = load(Flags(django_settings="project_settings"), {})
except InvalidDocument as error:
    print(error)
else:
    print(apps.ready, *((check.name, check.critical) for check in config.checks), sep="|")
"""
SHOP = """
from django.apps import AppConfig
from django_health import register_health_check

class Shop(AppConfig):
    name = "shop"

    def ready(self):
        register_health_check(name="licence")(lambda: {"status": "ok"})
"""
OFF = ["database", "cache", "system", "migrations", "celery", "configuration"]


class Project:
    """A project whose only application registers a check."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.complaint = ""
        (folder / "shop").mkdir()
        (folder / "shop" / "__init__.py").touch()
        self.shop(SHOP)

    def shop(self, text: str) -> None:
        """Make the application another one."""
        (self.folder / "shop" / "apps.py").write_text(text, encoding="utf-8")

    def loaded(self, health: object, *installed: str, databases: object = None) -> str:
        """What the daemon would ask, after whether the applications are loaded; or why not."""
        lines = [
            f"HEALTH_CHECK = {health!r}",
            f"INSTALLED_APPS = {['shop', *installed]!r}",
            f"DATABASES = {databases or {}!r}",
        ]
        (self.folder / "project_settings.py").write_text("\n".join(lines), encoding="utf-8")
        ended = subprocess.run(
            [sys.executable, "-c", PROGRAM],
            cwd=self.folder,
            capture_output=True,
            text=True,
            check=True,
        )
        self.complaint = ended.stderr
        return ended.stdout.removesuffix("\n")


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """The project, in a folder of the test."""
    return Project(tmp_path)


def _without(*components: str, **more: object) -> dict[str, object]:
    return {"CHECKS": {**dict.fromkeys(components, False), **more}}


def test_critical_may_name_a_check_that_is_registered_there(project: Project) -> None:
    """As it may inside Django, where the applications are loaded already."""
    found = project.loaded({"CRITICAL": {"licence": False}, **_without("system")})
    assert found.startswith("True|")
    assert found.endswith("('licence', False)")


def test_switches_may_name_a_check_that_is_registered_there(project: Project) -> None:
    """By which it is off; a name that nobody registers is still an error."""
    found = project.loaded(_without("system", "celery", licence=False))
    assert "configuration" in found
    assert "licence" not in found
    told = project.loaded(_without("system", lizence=False))
    assert told.startswith("checks: unknown check 'lizence', did you mean 'licence'?")


def test_applications_that_cannot_be_loaded_are_told_then(project: Project) -> None:
    """Whether the name is right cannot be known."""
    project.shop("import no_such_driver")
    told = project.loaded({"CRITICAL": {"licence": False}})
    assert told.startswith("custom checks: the applications cannot be loaded: ")
    assert "'no_such_driver'" in told


def test_registered_check_is_asked_where_no_other_check_loads_applications(
    project: Project,
) -> None:
    """Where the project has the library among its applications, by its name or its class."""
    for name in ("django_health", "django_health.apps.DjangoHealthConfig"):
        assert project.loaded(_without(*OFF), name) == "True|('licence', True)"


def test_migrations_load_no_applications_where_there_is_no_database(project: Project) -> None:
    """Then no check of them runs."""
    off = [component for component in OFF if component != "migrations"]
    found = project.loaded(_without(*off), "django_health")
    assert found == "True|('licence', True)"


@pytest.mark.parametrize("loading", ["migrations", "celery", "configuration"])
def test_applications_are_left_to_the_check_that_loads_them(project: Project, loading: str) -> None:
    """It does so in its run, which has a time limit; a daemon starts whatever an application is."""
    database = {"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": "/nowhere"}}
    off = [component for component in OFF if component != loading]
    assert project.loaded(_without(*off), "django_health", databases=database)[:6] == "False|"


def test_projects_without_the_library_are_left_alone(project: Project) -> None:
    """Nothing says that they register anything."""
    off = [component for component in OFF if component != "system"]
    assert project.loaded(_without(*off)).startswith("False|")


def test_daemon_goes_on_without_applications_that_cannot_be_loaded(project: Project) -> None:
    """What they need may not be in its environment; one line says what is missing."""
    project.shop("import no_such_driver")
    off = [component for component in OFF if component != "system"]
    assert project.loaded(_without(*off), "django_health").startswith("False|('system', True)")
    (line,) = project.complaint.splitlines()
    assert line.startswith("checks that applications register are not asked: ")
    assert "'no_such_driver'" in line
