"""The databases and caches of the configuration file, in the shape of Django's settings."""

from __future__ import annotations

from collections.abc import Mapping

from django_health.settings.validation import InvalidDocument, is_name, nearest
from django_health.sources.secret_file import secret_in
from django_health.sources.urls import cache_from_url, database_from_url
from django_health_exporter.configuration.schema import CacheSection, DatabaseSection

ENGINES = {
    "postgresql": "django.db.backends.postgresql",
    "postgis": "django.contrib.gis.db.backends.postgis",
    "mysql": "django.db.backends.mysql",
    "mariadb": "django.db.backends.mysql",
    "sqlite": "django.db.backends.sqlite3",
}
"""Short names of engines for people who have no Django at hand."""

BACKENDS = {
    "redis": "django.core.cache.backends.redis.RedisCache",
    "memcached": "django.core.cache.backends.memcached.PyMemcacheCache",
    "file": "django.core.cache.backends.filebased.FileBasedCache",
}
"""Short names of cache backends."""


def database_settings(section: DatabaseSection, place: str) -> dict[str, object]:
    """Return a database of the file as an entry of Django's ``DATABASES``.

    Raises:
        InvalidDocument: It has neither URL nor engine.
        TargetError: The URL cannot be used, or the password file cannot be read.
    """
    entry: dict[str, object] = {}
    if section.url is not None:
        entry |= database_from_url(section.url, f"{place}.url")
    elif section.engine is None:
        raise InvalidDocument(f"{place}: say where it is, with 'url' or with 'engine' and 'name'")
    parts = {
        "ENGINE": _long(section.engine, ENGINES, f"{place}.engine"),
        "NAME": section.name,
        "HOST": section.host,
        "PORT": section.port,
        "USER": section.user,
        "PASSWORD": _password(section, place),
    }
    return _with(entry, parts, section.options)


def cache_settings(section: CacheSection, place: str) -> dict[str, object]:
    """Return a cache of the file as an entry of Django's ``CACHES``.

    Raises:
        InvalidDocument: It has neither URL nor backend.
        TargetError: The URL cannot be used, or the password file cannot be read.
    """
    entry: dict[str, object] = {}
    if section.url is not None:
        entry |= cache_from_url(section.url, f"{place}.url")
    elif section.backend is None or section.location is None:
        raise InvalidDocument(
            f"{place}: say where it is, with 'url' or with 'backend' and 'location'"
        )
    parts = {
        "BACKEND": _long(section.backend, BACKENDS, f"{place}.backend"),
        "LOCATION": section.location,
        "KEY_PREFIX": section.key_prefix,
        "VERSION": section.version,
    }
    credentials = {"username": section.user, "password": _password(section, place)}
    known = {key: value for key, value in credentials.items() if value is not None}
    return _with(entry, parts, known | section.options)


def _with(
    entry: Mapping[str, object], parts: Mapping[str, object], options: Mapping[str, object]
) -> dict[str, object]:
    given = {key: value for key, value in parts.items() if value is not None}
    before = entry.get("OPTIONS")
    merged = {**(before if isinstance(before, dict) else {}), **options}
    return {**entry, **given, **({"OPTIONS": merged} if merged else {})}


def _long(name: str | None, names: Mapping[str, str], place: str) -> str | None:
    """The dotted path that a short name stands for."""
    if name is None:
        return None
    if "://" in name:
        raise InvalidDocument(f"{place}: a URL is given as 'url'{nearest('', names)}")
    if "." in name:
        return name
    if name not in names:
        word = f" {name!r}" if is_name(name) else ""
        raise InvalidDocument(f"{place}: unknown name{word}{nearest(name, names)}")
    return names[name]


def _password(section: DatabaseSection | CacheSection, place: str) -> str | None:
    if section.password_file is None:
        return section.password
    if section.password is not None:
        raise InvalidDocument(f"{place}: give 'password' or 'password_file', not both")
    return secret_in(section.password_file, f"{place}.password_file")
