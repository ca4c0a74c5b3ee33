"""Importing a settings module, in processes of their own: Django's settings are for good."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

PROGRAM = """
import sys
from django_health.settings.validation import InvalidDocument
from django_health_exporter.configuration.django_project import load_settings
try:
    print(dict(load_settings("project_settings", sys.argv[1])))
except InvalidDocument as error:
    print(error)
"""


def _loaded(tmp_path: Path, settings: str | None, folder: str = ".") -> str:
    if settings is not None:
        (tmp_path / "project_settings.py").write_text(settings, encoding="utf-8")
    ended = subprocess.run(
        [sys.executable, "-c", PROGRAM, folder],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=True,
    )
    assert ended.stderr == ""
    return ended.stdout.removesuffix("\n")


def test_health_check_setting(tmp_path: Path) -> None:
    """The setting HEALTH_CHECK is returned, an empty one where there is none."""
    assert _loaded(tmp_path, "HEALTH_CHECK = {'TIMEOUTS': {}}") == "{'TIMEOUTS': {}}"
    assert _loaded(tmp_path, "") == "{}"


@pytest.mark.parametrize(
    ("settings", "complaint"),
    [
        (None, "there is no module 'project_settings'"),
        ("import missing_package", "there is no module 'missing_package'"),
        (
            "import os\nos.environ['CANARY']",
            "the environment variable 'CANARY' is missing (project_settings.py:2)",
        ),
        ("x = (", "'(' was never closed (project_settings.py:1)"),
        ("raise ValueError('canary')", "cannot be imported: ValueError at project_settings.py:1"),
        ("{}['can' 'ary']", "cannot be imported: KeyError at project_settings.py:1"),
        ("import os\nos.environ['can ary']", "KeyError at project_settings.py:2"),
        ("import sys\nsys.exit('can' 'ary')", "SystemExit at project_settings.py:2"),
        ("raise AttributeError('can' 'ary')", "AttributeError at project_settings.py:1"),
        ("raise SyntaxError('can' 'ary')", "SyntaxError at project_settings.py:1"),
        ("raise ModuleNotFoundError('x', name='canary x')", "ModuleNotFoundError at project_set"),
        ("HEALTH_CHECK = 3", "HEALTH_CHECK: a dictionary is expected, got int"),
    ],
)
def test_bad_modules(tmp_path: Path, settings: str | None, complaint: str) -> None:
    """What is wrong is told in one line, without the text of an error that could hold a secret."""
    told = _loaded(tmp_path, settings)
    assert complaint in told
    assert "\n" not in told
    assert "canary" not in told


def test_missing_folder(tmp_path: Path) -> None:
    """A folder that is not there is named with its flag."""
    told = _loaded(tmp_path, "", "no-such-folder")
    assert told == "django.pythonpath='no-such-folder': there is no such folder"
