"""Which way of asking a ``BACKEND`` of Django's ``CACHES`` gets."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from django_health.sources.dotted import NotThereError, class_at
from django_health.targets import TargetError


class Backend(StrEnum):
    """What stands behind a cache backend."""

    REDIS = "redis"
    DJANGO_REDIS = "django-redis"
    PYMEMCACHE = "pymemcache"
    PYLIBMC = "pylibmc"
    DATABASE = "database"
    FILES = "files"
    LOCAL_MEMORY = "local-memory"
    DUMMY = "dummy"
    OTHER = "other"


_DJANGO = "django.core.cache.backends"
_PROMETHEUS = "django_prometheus.cache.backends"

NAMES: Mapping[str, Backend] = {
    f"{_DJANGO}.db.DatabaseCache": Backend.DATABASE,
    f"{_DJANGO}.dummy.DummyCache": Backend.DUMMY,
    f"{_DJANGO}.filebased.FileBasedCache": Backend.FILES,
    f"{_DJANGO}.locmem.LocMemCache": Backend.LOCAL_MEMORY,
    f"{_DJANGO}.memcached.MemcachedCache": Backend.PYMEMCACHE,
    f"{_DJANGO}.memcached.PyLibMCCache": Backend.PYLIBMC,
    f"{_DJANGO}.memcached.PyMemcacheCache": Backend.PYMEMCACHE,
    f"{_DJANGO}.redis.RedisCache": Backend.REDIS,
    f"{_PROMETHEUS}.filebased.FileBasedCache": Backend.FILES,
    f"{_PROMETHEUS}.locmem.LocMemCache": Backend.LOCAL_MEMORY,
    f"{_PROMETHEUS}.memcached.PyLibMCCache": Backend.PYLIBMC,
    f"{_PROMETHEUS}.memcached.PyMemcacheCache": Backend.PYMEMCACHE,
    f"{_PROMETHEUS}.redis.NativeRedisCache": Backend.REDIS,
    f"{_PROMETHEUS}.redis.RedisCache": Backend.DJANGO_REDIS,
    "django_redis.cache.RedisCache": Backend.DJANGO_REDIS,
}
"""Well-known backends, so that neither Django nor the library they want need be there."""

_INSIDE = frozenset({Backend.LOCAL_MEMORY, Backend.DUMMY})
"""Backends that stay inside the application's process whatever a subclass changes."""

_CONNECTING = frozenset({"__init__", "_cache", "_class", "client", "client_servers"})
"""Names that a subclass redefines when it finds or reaches its servers in a way of its own."""


def backend_of(path: str, place: str) -> Backend:
    """Return what stands behind a backend, known by its name or by the class it derives from.

    A subclass that reaches its servers in a way of its own is ``OTHER``: only Django can ask it.

    Args:
        path: The value of BACKEND.
        place: Where it was found, for errors.

    Raises:
        TargetError: Nothing of that name can be imported.
    """
    return NAMES.get(path) or _derived(path, place)


def _derived(path: str, place: str) -> Backend:
    module, _, name = path.rpartition(".")
    try:
        found = class_at(module, name)
    except NotThereError:
        raise TargetError(
            f"{place} names no cache backend that can be imported: correct the path, "
            "or install its package beside the exporter"
        ) from None
    redefined: set[str] = set()
    for base in found.__mro__ if found else ():
        if backend := NAMES.get(f"{base.__module__}.{base.__qualname__}"):
            is_the_same = backend in _INSIDE or redefined.isdisjoint(_CONNECTING)
            return backend if is_the_same else Backend.OTHER
        redefined.update(vars(base))
    return Backend.OTHER
