"""A dictionary in the form of Django's ``CACHES`` to targets."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from django_health.sources.backends import Backend, backend_of
from django_health.sources.cache_settings import CacheSettings
from django_health.sources.keys import probe_key
from django_health.sources.memcached_servers import memcached_targets, pylibmc_targets
from django_health.sources.redis_servers import django_redis_targets, redis_targets
from django_health.sources.section import Section, entries
from django_health.targets import (
    DatabaseCacheTarget,
    DjangoCacheTarget,
    FileCacheTarget,
    SkippedTarget,
    Target,
)

LOCAL_MEMORY = "it lives in the memory of each application process and cannot be asked from outside"
DUMMY = "the dummy cache stores nothing"


def _default_database(_table: str) -> str:
    return "default"


def cache_targets(
    caches: Mapping[str, Mapping[str, object]],
    place: str = "CACHES",
    *,
    database_of: Callable[[str], str] = _default_database,
    in_process: bool = False,
) -> list[Target]:
    """Return the targets of all aliases in their order: one per server of each.

    Args:
        caches: Dictionaries with BACKEND, LOCATION, OPTIONS and so on by alias.
        place: What the dictionary is called in errors.
        database_of: Returns the alias of the database in which Django keeps a cache table.
        in_process: Whether this is a process of the application, whose memory can be asked.

    Raises:
        TargetError: A backend cannot be imported, a value is ill-typed or a needed one is missing.
    """
    return [
        target
        for entry in entries(caches, place)
        for target in targets_of_cache(*entry, database_of=database_of, in_process=in_process)
    ]


def targets_of_cache(
    alias: str,
    values: Mapping[str, object],
    place: str,
    *,
    database_of: Callable[[str], str] = _default_database,
    in_process: bool = False,
) -> list[Target]:
    """Return the targets of one alias: one per server.

    Raises:
        TargetError: As :func:`cache_targets` does; ``place`` begins its text.
    """
    section = Section(values, place)
    path = section.text("BACKEND")
    if not path:
        raise section.error("BACKEND", "is missing: name the class of the cache")
    backend = backend_of(path, f"{place}['BACKEND']")
    if in_process and backend is Backend.LOCAL_MEMORY:
        backend = Backend.OTHER
    return _MAKERS[backend](CacheSettings(alias, path, section, database_of))


def _database(cache: CacheSettings) -> list[Target]:
    table = cache.location
    database = cache.database_of(table)
    return [DatabaseCacheTarget(cache.alias, cache.backend, table, database, cache.key())]


def _files(cache: CacheSettings) -> list[Target]:
    return [FileCacheTarget(cache.alias, cache.backend, cache.location)]


def _local_memory(cache: CacheSettings) -> list[Target]:
    return [SkippedTarget(cache.alias, cache.backend, LOCAL_MEMORY)]


def _dummy(cache: CacheSettings) -> list[Target]:
    return [SkippedTarget(cache.alias, cache.backend, DUMMY)]


def _other(cache: CacheSettings) -> list[Target]:
    # Django makes the key of this one itself.
    return [DjangoCacheTarget(cache.alias, cache.backend, probe_key())]


_MAKERS: Mapping[Backend, Callable[[CacheSettings], list[Target]]] = {
    Backend.REDIS: redis_targets,
    Backend.DJANGO_REDIS: django_redis_targets,
    Backend.PYMEMCACHE: memcached_targets,
    Backend.PYLIBMC: pylibmc_targets,
    Backend.DATABASE: _database,
    Backend.FILES: _files,
    Backend.LOCAL_MEMORY: _local_memory,
    Backend.DUMMY: _dummy,
    Backend.OTHER: _other,
}
