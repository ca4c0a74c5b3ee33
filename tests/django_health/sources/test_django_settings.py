"""All targets of a Django project, found in a fresh interpreter without loading applications."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

PROJECT = """
DATABASES = {
    "default": {"ENGINE": "django.db.backends.postgresql", "NAME": "shop", "PASSWORD": "canary"},
    "caches": {"ENGINE": "django.db.backends.sqlite3", "NAME": "c.sqlite3"},
}
CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": "redis://h"},
    "table": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "t"},
    "found": {"BACKEND": "django_redis.cache.RedisCache", "LOCATION": "redis://main"},
}
DATABASE_ROUTERS = ["routers.Router"]
INSTALLED_APPS = ["django.contrib.contenttypes"]
"""
ROUTER = """
class Router:
    def db_for_write(self, model, **hints):
        from django.contrib.contenttypes.models import ContentType
        assert ContentType is not model
        return {choice!r} if model._meta.app_label == "django_cache" else None
"""
ASK = """
from django_health.sources.django_settings import targets_from_django
from django_health.targets import TargetError
try:
    for target in targets_from_django():
        print(target.kind, target.alias, getattr(target, "database", ""))
except TargetError as error:
    print(error)
"""


def answer_of(folder: Path, *, choice: str = "caches", more: str = "") -> list[str]:
    """What is found in a project with these settings."""
    (folder / "project_settings.py").write_text(PROJECT + more)
    (folder / "routers.py").write_text(ROUTER.format(choice=choice))
    answer = subprocess.run(
        [
            sys.executable,
            "-W",
            "error",
            "-c",
            f"import sys; sys.path.append({str(folder)!r})\n{ASK}",
        ],
        env={**os.environ, "DJANGO_SETTINGS_MODULE": "project_settings"},
        check=False,
        capture_output=True,
        text=True,
    )
    assert answer.stderr == ""
    assert "canary" not in answer.stdout
    return answer.stdout.splitlines()


def test_every_alias_is_found(tmp_path: Path) -> None:
    """The routers say in which database a cache table is, also if they need loaded models."""
    assert answer_of(tmp_path) == [
        "postgresql default ",
        "sqlite caches ",
        "redis default 0",
        "database-cache table caches",
        "redis found 0",
    ]


def test_a_global_connection_factory_of_django_redis_counts(tmp_path: Path) -> None:
    """Its servers are behind a sentinel then; Django's own backend is not concerned."""
    more = "DJANGO_REDIS_CONNECTION_FACTORY = 'django_redis.pool.SentinelConnectionFactory'"
    assert answer_of(tmp_path, more=more)[2:] == [
        "redis default 0",
        "database-cache table caches",
        "django-cache found ",
    ]


def test_a_router_that_chooses_no_alias_is_named(tmp_path: Path) -> None:
    """The application would fail with it as well."""
    assert answer_of(tmp_path, choice="nothing") == [
        "DATABASE_ROUTERS choose no alias of DATABASES for the cache table 't'"
    ]


def test_what_is_wrong_is_named_by_its_place(tmp_path: Path) -> None:
    """In the settings."""
    more = "DATABASES['default']['PORT'] = 'canary'"
    (said,) = answer_of(tmp_path, more=more)
    assert said.startswith("DATABASES['default']['PORT'] must be a port")


@pytest.mark.parametrize(
    ("more", "text"),
    [
        ("DATABASES = []", "DATABASES must be a dictionary"),
        ("CACHES = []; DJANGO_REDIS_CONNECTION_FACTORY = 'x.Y'", "CACHES must be a dictionary"),
        ("DATABASE_ROUTERS = ['nosuch.Router']", "DATABASE_ROUTERS fail with ModuleNotFoundError"),
        (
            "INSTALLED_APPS = ['nosuch']",
            "INSTALLED_APPS are needed by a router of DATABASE_ROUTERS: the applications cannot",
        ),
        ("del DATABASES['default']", "DATABASES has no 'default'"),
        (
            "DATABASES = {'slow': {'ENGINE': 'django.db.backends.oracle', 'NAME': 'x'}}",
            "DATABASES has no 'default', without which Django opens none of them, not even 'slow'",
        ),
    ],
)
def test_what_django_itself_would_refuse_is_one_line(tmp_path: Path, more: str, text: str) -> None:
    """And never another exception."""
    (said,) = answer_of(tmp_path, more=more)
    assert said.startswith(text)
