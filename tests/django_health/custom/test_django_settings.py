"""The dotted paths of custom checks, from wherever in Django's settings they stand."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.test import override_settings

from django_health.custom.django_settings import custom_check_paths
from django_health.custom.paths import SETTING, CheckPath
from django_health.errors import InvalidCheckError
from django_health.settings import HealthSettings

SETTINGS = HealthSettings(custom_checks=["shop.a", "shop.b"])


@pytest.mark.usefixtures("django_project")
def test_paths_of_the_setting_are_taken() -> None:
    """In their order."""
    assert custom_check_paths(SETTINGS) == [CheckPath("shop.a", SETTING), CheckPath("shop.b")]


@pytest.mark.usefixtures("django_project")
@pytest.mark.parametrize("name", ["HEALTH_CUSTOM_CHECKS", "health_custom_checks"])
def test_paths_of_the_older_setting_are_taken_after_them(name: str) -> None:
    """One that stands in both is taken once, and errors will name the setting."""
    with override_settings(**{name: ("shop.c", "shop.a")}):
        assert custom_check_paths(SETTINGS) == [
            CheckPath("shop.a"),
            CheckPath("shop.b"),
            CheckPath("shop.c", name),
        ]


@pytest.mark.usefixtures("django_project")
@pytest.mark.parametrize("value", ["shop.a", [5], {"shop.a": 1}, 5])
def test_older_setting_is_a_list_of_texts(value: Any) -> None:
    """A lone text would be a path per letter."""
    with (
        override_settings(HEALTH_CUSTOM_CHECKS=value),
        pytest.raises(InvalidCheckError, match=r"^HEALTH_CUSTOM_CHECKS: a list of dotted paths"),
    ):
        custom_check_paths(SETTINGS)


def _found(folder: Path, settings: str, before: str) -> str:
    """What another process with a settings module finds."""
    (folder / "shop_settings.py").write_text(settings)
    program = f"""
import os, sys
sys.path.insert(0, {str(folder)!r})
os.environ["DJANGO_SETTINGS_MODULE"] = "shop_settings"
{before}
from django_health.custom.django_settings import custom_check_paths
from django_health.settings import HealthSettings
print([path.path for path in custom_check_paths(HealthSettings(custom_checks=["shop.a"]))])
"""
    command = [sys.executable, "-c", program]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()


def test_older_name_is_read_from_the_settings_module(tmp_path: Path) -> None:
    """Django does not take over a name in lower case."""
    found = _found(
        tmp_path,
        "health_custom_checks = ['shop.old']\nUSE_TZ = True",
        "from django.conf import settings; settings.USE_TZ",
    )
    assert found == "['shop.a', 'shop.old']"


def test_without_django_only_the_setting_counts(tmp_path: Path) -> None:
    """Nothing is imported to look for more."""
    assert _found(tmp_path, "1 / 0", "") == "['shop.a']"
    assert _found(tmp_path, "1 / 0", "import django.conf") == "['shop.a']"
