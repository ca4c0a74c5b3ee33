"""From a project's settings to its checks."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.test import override_settings

from django_health.assembly import assembled, settings_in_django
from django_health.custom.registration import clear_health_checks, register_health_check
from django_health.settings import HealthSettings
from django_health.settings.validation import InvalidDocument
from django_health.targets import DjangoCacheTarget, SQLiteTarget
from sample_checks import Sample

LIGHT = {"migrations": False, "celery": False, "configuration": False}
"""The checks that need loaded applications are not what is tested here."""


@pytest.fixture(autouse=True)
def _project(django_project: Path) -> None:
    assert django_project.is_dir()


def test_settings_of_django() -> None:
    """``HEALTH_CHECK``, or all defaults without it."""
    assert settings_in_django() == HealthSettings()
    with override_settings(HEALTH_CHECK={"MAX_AGE": 3}):
        assert settings_in_django().max_age == 3
    with (
        override_settings(HEALTH_CHECK=[]),
        pytest.raises(InvalidDocument, match="HEALTH_CHECK: a dict"),
    ):
        settings_in_django()


def test_project_is_assembled(monkeypatch: pytest.MonkeyPatch) -> None:
    """The environment wins; the cache in this process' memory can be asked."""
    monkeypatch.setenv("HEALTH_MAX_AGE", "4")
    with override_settings(HEALTH_CHECK={"MAX_AGE": 3, "CHECKS": LIGHT}):
        found = assembled()
    assert found.settings.max_age == 4
    assert [type(target) for target in found.targets] == [SQLiteTarget, DjangoCacheTarget]
    assert {check.name for check in found.built_in} == {"database", "cache", "system"}
    assert found.custom == ()


def test_unknown_names_are_told_with_those_of_custom_checks() -> None:
    """A name in the settings has to be one of a check that there is."""
    register_health_check(Sample("payments"))
    try:
        with override_settings(HEALTH_CHECK={"CHECKS": LIGHT | {"payments": False}}):
            assert assembled().custom == ()
        wrong = {"CHECKS": LIGHT, "CRITICAL": {"paymints": False}}
        with override_settings(HEALTH_CHECK=wrong), pytest.raises(InvalidDocument) as caught:
            assembled()
        assert "critical: unknown check 'paymints', did you mean 'payments'?" in str(caught.value)
    finally:
        clear_health_checks()
