"""Databases and caches of the file in the shape of Django's settings."""

from __future__ import annotations

from pathlib import Path

import pytest

from django_health.settings.validation import InvalidDocument
from django_health_exporter.configuration.file_targets import cache_settings, database_settings
from django_health_exporter.configuration.schema import CacheSection, DatabaseSection


def test_database_by_parts() -> None:
    """Short engine names stand for Django's, parts for its keys."""
    section = DatabaseSection(
        engine="mariadb", name="shop", host="db", port=3307, user="app", password="secret"
    )
    assert database_settings(section, "databases.x") == {
        "ENGINE": "django.db.backends.mysql",
        "NAME": "shop",
        "HOST": "db",
        "PORT": 3307,
        "USER": "app",
        "PASSWORD": "secret",
    }


def test_part_wins_over_url(tmp_path: Path) -> None:
    """A URL may lack the password, which comes from a file; options are merged."""
    path = tmp_path / "password"
    path.write_text("from-file\n", encoding="utf-8")
    section = DatabaseSection(
        url="postgres://app@db/shop?sslmode=require",
        password_file=str(path),
        options={"connect_timeout": 3},
    )
    entry = database_settings(section, "databases.x")
    assert entry["PASSWORD"] == "from-file"
    assert (entry["HOST"], entry["NAME"]) == ("db", "shop")
    assert entry["OPTIONS"] == {"sslmode": "require", "connect_timeout": 3}


def test_cache_by_parts() -> None:
    """Credentials of a cache go where Django's Redis backend takes them from."""
    section = CacheSection(
        backend="redis",
        location=["redis://a/0", "redis://b/0"],
        user="app",
        password="secret",
        key_prefix="shop",
        version=2,
    )
    assert cache_settings(section, "caches.x") == {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": ["redis://a/0", "redis://b/0"],
        "KEY_PREFIX": "shop",
        "VERSION": 2,
        "OPTIONS": {"username": "app", "password": "secret"},
    }


@pytest.mark.parametrize(
    ("section", "complaint"),
    [
        (DatabaseSection(name="x"), "say where it is, with 'url' or with 'engine' and 'name'"),
        (DatabaseSection(engine="sqlit"), "did you mean 'sqlite'?"),
        (
            DatabaseSection(engine="sqlite", password="a", password_file="b"),
            "give 'password' or 'password_file', not both",
        ),
        (DatabaseSection(url="canary"), "databases.x.url"),
    ],
)
def test_bad_databases(section: DatabaseSection, complaint: str) -> None:
    """What is missing or contradictory is named with its place."""
    with pytest.raises(Exception, match=r"^databases\.x") as caught:
        database_settings(section, "databases.x")
    assert complaint in str(caught.value)


def test_bad_caches() -> None:
    """A backend without a location, and an unknown one, are errors."""
    with pytest.raises(InvalidDocument, match="with 'backend' and 'location'"):
        cache_settings(CacheSection(backend="redis"), "caches.x")
    with pytest.raises(InvalidDocument, match="did you mean 'memcached'"):
        cache_settings(CacheSection(backend="memcache", location="a"), "caches.x")
