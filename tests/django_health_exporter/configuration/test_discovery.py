"""Which source of targets wins."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from django_health.targets import SQLiteTarget
from django_health_exporter.configuration.discovery import discover
from django_health_exporter.configuration.schema import ConfigurationFile, DatabaseSection

FILE = ConfigurationFile(
    databases={
        "default": DatabaseSection(url="sqlite:////file.sqlite3"),
        "other": DatabaseSection(url="sqlite:////other.sqlite3"),
    }
)


def test_environment_replaces_an_alias_of_the_file() -> None:
    """The environment's alias replaces the file's of that name, and keeps its place."""
    targets, origin, sources = discover(
        FILE, {"DATABASE_URL": "sqlite:////environment.sqlite3"}, in_django=False
    )
    names = [(t.alias, t.name) for t in targets if isinstance(t, SQLiteTarget)]
    assert names == [("default", "/environment.sqlite3"), ("other", "/other.sqlite3")]
    assert origin == "the configuration file and the environment"
    assert sources == {("database", "default"): "environment", ("database", "other"): "file"}


def test_a_cache_does_not_replace_a_database() -> None:
    """The same alias of a database and of a cache are two targets."""
    environ = {"DATABASE_URL": "sqlite:////a.sqlite3", "CACHE_URL": "redis://127.0.0.1/0"}
    targets, *_ = discover(ConfigurationFile(), environ, in_django=False)
    assert [(t.component, t.alias) for t in targets] == [
        ("database", "default"),
        ("cache", "default"),
    ]


DJANGO = """
from django.conf import settings
settings.configure(DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": "/d"}})
from django_health_exporter.configuration.discovery import discover
from django_health_exporter.configuration.schema import ConfigurationFile
found = discover(ConfigurationFile(), {"DATABASE_URL": "sqlite:////e"}, in_django=True)
print([(t.component, t.alias, getattr(t, "name", "")) for t in found.targets])
print(found.origin, *found.sources.values())
"""


def test_urls_in_the_environment_are_left_to_django_settings(tmp_path: Path) -> None:
    """With Django's settings, DATABASE_URL is what they read, not a target of its own."""
    ended = subprocess.run(
        [sys.executable, "-c", DJANGO], cwd=tmp_path, capture_output=True, text=True, check=True
    )
    assert ended.stdout == (
        "[('database', 'default', '/d'), ('cache', 'default', '')]\n"
        "Django's settings django django\n"
    )
