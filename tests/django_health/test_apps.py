"""The library as an application of a Django project."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.apps import apps
from django.core import checks
from django.test import override_settings

from django_health.apps import DjangoHealthConfig
from django_health.system_checks import TAG


@pytest.fixture(autouse=True)
def _project(django_project: Path) -> None:
    assert django_project.is_dir()


def test_its_name_in_installed_apps_is_enough() -> None:
    """Django finds the configuration by itself."""
    with override_settings(INSTALLED_APPS=["django_health"]):
        config = apps.get_app_config("django_health")
        assert isinstance(config, DjangoHealthConfig)
        assert (config.label, config.verbose_name) == ("django_health", "Health")


def test_it_brings_the_system_checks() -> None:
    """They run with all others, and alone by their tag."""
    with override_settings(INSTALLED_APPS=["django_health"]):
        assert checks.run_checks(tags=[TAG]) == []
        with override_settings(HEALTH_CHECK=[]):
            found = [message.id for message in checks.run_checks()]
            assert found.count("django_health.E001") == 1
