"""CACHES to targets."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from django_health.sources.caches import DUMMY, LOCAL_MEMORY, cache_targets
from django_health.sources.keys import probe_key
from django_health.targets import (
    DatabaseCacheTarget,
    DjangoCacheTarget,
    FileCacheTarget,
    MemcachedTarget,
    RedisTarget,
    SkippedTarget,
    TargetError,
)

PACKAGE = "django.core.cache.backends"


def test_each_backend_has_its_target() -> None:
    """In the order of the aliases."""
    found = cache_targets(
        {
            "files": {"BACKEND": f"{PACKAGE}.filebased.FileBasedCache", "LOCATION": Path("/c")},
            "memory": {"BACKEND": f"{PACKAGE}.locmem.LocMemCache"},
            "none": {"BACKEND": f"{PACKAGE}.dummy.DummyCache"},
            "redis": {"BACKEND": f"{PACKAGE}.redis.RedisCache", "LOCATION": "redis://h"},
            "old": {"BACKEND": f"{PACKAGE}.memcached.PyLibMCCache", "LOCATION": "h"},
            "other": {"BACKEND": f"{PACKAGE}.base.BaseCache"},
        }
    )
    files, memory, none, redis, old, other = found
    assert files == FileCacheTarget("files", f"{PACKAGE}.filebased.FileBasedCache", "/c")
    assert memory == SkippedTarget("memory", f"{PACKAGE}.locmem.LocMemCache", LOCAL_MEMORY)
    assert none == SkippedTarget("none", f"{PACKAGE}.dummy.DummyCache", DUMMY)
    assert isinstance(redis, RedisTarget)
    assert isinstance(old, MemcachedTarget)
    assert other == DjangoCacheTarget("other", f"{PACKAGE}.base.BaseCache", probe_key())


def test_a_table_is_in_the_database_that_is_chosen_for_it() -> None:
    """The default one, unless a router says otherwise."""
    backend = f"{PACKAGE}.db.DatabaseCache"
    caches = {"x": {"BACKEND": backend, "LOCATION": "t", "KEY_PREFIX": "p"}}
    key = f"p:1:{probe_key()}"
    assert cache_targets(caches) == [DatabaseCacheTarget("x", backend, "t", "default", key)]
    (routed,) = cache_targets(caches, database_of=lambda table: f"db-of-{table}")
    assert isinstance(routed, DatabaseCacheTarget)
    assert routed.database == "db-of-t"


@pytest.mark.parametrize(
    ("values", "text"),
    [
        ({}, r"\['BACKEND'\] is missing"),
        ({"BACKEND": "no.such.Backend"}, r"\['BACKEND'\] names no cache backend"),
        ({"BACKEND": f"{PACKAGE}.db.DatabaseCache"}, r"\['LOCATION'\] is empty"),
        (
            {"BACKEND": f"{PACKAGE}.redis.RedisCache", "LOCATION": "redis://h", "OPTIONS": 7},
            r"\['OPTIONS'\] must be a dictionary",
        ),
    ],
)
def test_what_is_wrong_is_named(values: dict[str, object], text: str) -> None:
    """By its place in the settings."""
    with pytest.raises(TargetError, match=rf"^CACHES\['x'\]{text}"):
        cache_targets({"x": values})


@pytest.mark.parametrize(
    ("caches", "text"),
    [
        ([], "must be a dictionary"),
        ({1: {}}, "has an alias that is no string"),
        ({"\udcff": {}}, "has an alias that is not UTF-8"),
    ],
)
def test_what_can_be_no_label_is_refused(caches: Any, text: str) -> None:
    """Else no scrape could be answered for good."""
    with pytest.raises(TargetError, match=f"^CACHES {text}"):
        cache_targets(caches)


def test_memory_of_this_process_can_be_asked() -> None:
    """From inside the application its local caches are like any other; the dummy stores nothing."""
    caches = {
        "local": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"},
        "dummy": {"BACKEND": "django.core.cache.backends.dummy.DummyCache"},
    }
    kinds = [target.kind for target in cache_targets(caches, in_process=True)]
    assert kinds == ["django-cache", "skipped"]
    assert [target.kind for target in cache_targets(caches)] == ["skipped", "skipped"]
