"""Tests of finding the project's Celery application."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest
from celery import Celery, _state
from django.test import override_settings

from django_health.checks.celery import project_app as module
from django_health.checks.celery.project_app import NothingToAskError, project_app
from django_health.failure import CheckFailed
from django_health.result import Reason
from live_celery import NAME, app_of, closing, write_project

pytestmark = pytest.mark.usefixtures("django_project")


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The empty package of the project, which its URL configuration tells."""
    folder = tmp_path / "canary_project"
    folder.mkdir()
    (folder / "__init__.py").touch()
    monkeypatch.syspath_prepend(tmp_path)
    with override_settings(ROOT_URLCONF="canary_project.urls"):
        yield folder
    for name in [name for name in sys.modules if name.startswith("canary_project")]:
        del sys.modules[name]


def test_the_only_application_is_it() -> None:
    """However it is called and wherever it was made."""
    with closing(app_of("redis://h")) as app:
        assert project_app() is app


def test_without_one_there_is_nothing_to_ask() -> None:
    """Celery may be installed for something else."""
    with pytest.raises(NothingToAskError, match="no Celery application"):
        project_app()


def test_without_celery_there_is_nothing_to_ask(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is optional."""
    monkeypatch.setattr(module, "find_spec", lambda _: None)
    with pytest.raises(NothingToAskError, match="not installed"):
        project_app()


def test_celerys_own_fallback_is_not_it() -> None:
    """Celery makes an application where a task is used without one."""
    _state.default_app = None
    assert _state.get_current_app().main == "default"
    with pytest.raises(NothingToAskError, match="no Celery application"):
        project_app()


@pytest.mark.parametrize("file", ["celery", "celery_app"])
def test_it_is_imported_from_its_usual_place(package: Path, file: str) -> None:
    """A project whose package does not import it has it there all the same."""
    text = "from celery import Celery\napp = Celery('found', set_as_current=False)\n"
    (package / f"{file}.py").write_text(text, encoding="utf-8")
    with closing(project_app()) as app:
        assert app.main == "found"


def test_the_usual_place_decides_between_several(package: Path) -> None:
    """A library may have an application of its own."""
    text = "from celery import Celery\ncelery_app = Celery('found', set_as_current=False)\n"
    (package / "celery.py").write_text(text, encoding="utf-8")
    others = [Celery(name, set_as_current=False) for name in ("one", "two")]
    found = project_app()
    for app in [found, *others]:
        app.close()
    assert found.main == "found"


def test_the_default_decides_where_nothing_else_does(monkeypatch: pytest.MonkeyPatch) -> None:
    """``set_default()`` says which one counts."""
    with closing(app_of("redis://one")) as one, closing(app_of("redis://two")):
        monkeypatch.setattr(_state, "default_app", one)
        assert project_app() is one


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("import no_such_module\n", "there is no module 'no_such_module'"),
        ("from celery import no_such_name\n", "ImportError at celery.py:1"),
        ("\nraise ValueError('canary')\n", "ValueError at celery.py:2"),
        ("import sys\nsys.exit('canary')\n", "SystemExit at celery.py:2"),
        ("import os\nos.environ['NOT_SET']\n", "variable 'NOT_SET' is missing (celery.py:2)"),
        ("(\n", "SyntaxError at celery.py:1"),
    ],
)
def test_a_module_that_cannot_be_imported_is_told(package: Path, text: str, why: str) -> None:
    """The project's tasks cannot be sent either."""
    (package / "celery.py").write_text(text, encoding="utf-8")
    with pytest.raises(CheckFailed) as caught:
        project_app()
    assert caught.value.reason is Reason.MISCONFIGURED
    assert why in str(caught.value)
    assert "'canary'" not in str(caught.value)


def test_a_package_that_fails_is_told(package: Path) -> None:
    """It is imported to look for the module in it."""
    (package / "__init__.py").write_text("raise RuntimeError('canary')", encoding="utf-8")
    with pytest.raises(CheckFailed, match=r"RuntimeError at __init__\.py:1$") as caught:
        project_app()
    assert caught.value.reason is Reason.MISCONFIGURED


@pytest.mark.parametrize("urls", ["__main__", [], ("a", "b"), sys.modules["__main__"], None])
def test_a_project_in_a_single_file_has_none(urls: object, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its URLs are in the file that was run, which has no spec, or are no module at all."""
    monkeypatch.setattr(sys.modules["__main__"], "__spec__", None)
    with override_settings(ROOT_URLCONF=urls), pytest.raises(NothingToAskError, match="has no"):
        project_app()


def test_urls_that_are_a_module_tell_the_package(package: Path) -> None:
    """Django takes a module as well as its name."""
    text = "from celery import Celery\napp = Celery('found', set_as_current=False)\n"
    (package / "celery.py").write_text(text, encoding="utf-8")
    urls = ModuleType("canary_project.urls")
    with override_settings(ROOT_URLCONF=urls), closing(project_app()) as app:
        assert app.main == "found"


_FRESH = """
import logging
from django.conf import settings
settings.INSTALLED_APPS
before = logging.root.handlers[:], logging.root.level
from django_health.checks.celery.project_app import project_app
from django_health.project import load_applications
load_applications()
app = project_app()
app.conf.broker_url
assert (logging.root.handlers, logging.root.level) == before, logging.root.handlers
print(app.main)
"""


def test_it_is_found_in_a_process_that_has_only_the_settings(tmp_path: Path) -> None:
    """As in the daemon; the logging stays the process's own."""
    write_project(tmp_path, "redis://:canary@h")
    roots = [str(tmp_path), *(path for path in sys.path if path)]
    environment = {"DJANGO_SETTINGS_MODULE": f"{NAME}.settings", "PYTHONPATH": ":".join(roots)}
    run = subprocess.run(
        [sys.executable, "-c", _FRESH], env=environment, capture_output=True, text=True, check=False
    )
    assert (run.stdout, run.stderr) == (f"{NAME}\n", "")
