"""What the page says of timeouts is what checks are made with."""

from __future__ import annotations

import json
import re
import subprocess
import sys

from django_health.check import BaseHealthCheck
from reference.checks.built_in import by_component
from reference.checks.classes import built_in_checks
from reference.checks.facts import interval_of, is_critical, needed, timeout_of

SITE = """
import json
from django.conf import settings

CACHES = {
    "redis": "redis.RedisCache", "memcached": "memcached.PyMemcacheCache",
    "file": "filebased.FileBasedCache", "table": "db.DatabaseCache", "none": "dummy.DummyCache",
    "own": "locmem.LocMemCache",
}
settings.configure(
    INSTALLED_APPS=["django_celery_beat"],
    DATABASES={
        "default": {"ENGINE": "django.db.backends.postgresql", "NAME": "a", "HOST": "127.0.0.1"},
        "my": {"ENGINE": "django.db.backends.mysql", "NAME": "a", "HOST": "127.0.0.1"},
        "lite": {"ENGINE": "django.db.backends.sqlite3", "NAME": "/nowhere"},
        "other": {"ENGINE": "django.db.backends.oracle", "NAME": "a"},
    },
    CACHES={
        name: {"BACKEND": "django.core.cache.backends." + path, "LOCATION": {
            "redis": "redis://127.0.0.1:1", "memcached": "127.0.0.1:1", "file": "/nowhere",
        }.get(name, "a")} for name, path in CACHES.items()
    },
    STORAGES={"default": {"BACKEND": "django.core.files.storage.InMemoryStorage"}},
)
from django_health.registry import build_checks
from django_health.settings import settings_from
from django_health.sources.django_settings import targets_from_django

chosen = settings_from({
    "timeouts": {"database": 101, "cache": 102, "external": 103},
    "required_env": ["A"],
    "http": {"a": {"url": "http://127.0.0.1"}}, "smtp": {"a": {"host": "127.0.0.1"}},
    "storage": {"default": {}}, "tcp": {"a": {"host": "127.0.0.1", "port": 1}},
    "dns": {"a": {"name": "a"}}, "sql": {"a": {"query": "SELECT 1 AS a"}},
}, "site")
checks = build_checks(targets_from_django(), chosen, in_django=True)
print(json.dumps({type(check).__name__: check.timeout for check in checks}))
"""
"""A project with a target of each kind; nothing is asked."""

SETTING = {101.0: "timeouts.database", 102.0: "timeouts.cache", 103.0: "timeouts.external"}


def test_timeouts() -> None:
    """Of a project with everything in it."""
    ended = subprocess.run(
        [sys.executable, "-c", SITE], capture_output=True, text=True, timeout=60, check=False
    )
    assert ended.returncode == 0, ended.stderr
    made: dict[str, float] = json.loads(ended.stdout)
    told = {check.__name__: timeout_of(check) for check in built_in_checks()}
    assert len(made) >= 25
    for name, seconds in made.items():
        setting = re.findall(r"`(timeouts\.\w+)`", told[name])
        assert (
            setting == [SETTING[seconds]] if seconds in SETTING else told[name] == f"{seconds:g} s"
        )


def test_intervals_and_what_is_critical() -> None:
    """A class says it, or what is declared."""
    checks = {check.__name__: check for group in by_component().values() for check in group}
    assert interval_of(checks["StorageCheck"]) == "its `min_interval`: 60 s"
    assert interval_of(checks["CeleryCheck"]) == "15 s"
    assert interval_of(checks["RedisCheck"]) == ""
    assert is_critical(checks["SystemChecksCheck"]) == "no: it warns"
    assert BaseHealthCheck.critical
    assert is_critical(checks["RedisCheck"]) == "yes"


def test_packages_with_their_extra() -> None:
    """What is always there has none."""
    assert needed("kombu") == "`kombu` (extra `celery`)"
    assert needed("django") == "`django` (extra `django`)"
    assert needed("psycopg") == "`psycopg`"
