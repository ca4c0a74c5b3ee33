"""The one Django project of this process, for the tests that need one."""

from __future__ import annotations

from pathlib import Path

import django
import pytest
from django.conf import settings


@pytest.fixture(scope="session")
def django_project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Configured settings with an SQLite database and a cache in memory; gives its folder."""
    folder = tmp_path_factory.mktemp("project")
    settings.configure(
        DATABASES={
            "default": {"ENGINE": "django.db.backends.sqlite3", "NAME": folder / "db.sqlite3"}
        },
        CACHES={"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}},
        USE_TZ=True,
        LOGGING_CONFIG=None,
    )
    django.setup()
    (folder / "db.sqlite3").touch()
    return folder
