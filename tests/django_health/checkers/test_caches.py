"""Caches as plain dictionaries, from real servers."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from asking_applications import asking, asking_checks
from django_health.checkers import CacheHealthChecker
from django_health.errors import UnknownAliasError
from django_health.sources.caches import cache_targets
from django_health.targets import MemcachedTarget, RedisTarget, Target
from live_servers import Memcached, Redis, SilentListener
from sample_checks import Sample

PACKAGE = "django.core.cache.backends"
KEYS = {"status", "backend", "response_time", "memory_usage", "hit_rate"}
OPERATIONS = ("set_operation", "get_operation", "delete_operation")


def _redis(server: Redis | SilentListener, alias: str = "default") -> RedisTarget:
    place = f"{server.host}:{server.port}"
    backend = f"{PACKAGE}.redis.RedisCache"
    return RedisTarget(alias, backend, place, host=server.host, port=server.port, key="k")


def _memcached(server: Memcached, alias: str = "default") -> MemcachedTarget:
    place = f"{server.host}:{server.port}"
    backend = f"{PACKAGE}.memcached.PyMemcacheCache"
    return MemcachedTarget(alias, backend, place, (server.host, server.port), key="k")


def test_all_caches(redis_server: Redis, memcached: Memcached) -> None:
    """By alias; memory as people write it, hits in percent."""
    with asking(_redis(redis_server), _memcached(memcached, "other"), max_age=0) as asked:
        CacheHealthChecker(asked).check_all_caches()  # so that each has been read once
        found = CacheHealthChecker(asked).check_all_caches()
    assert [health["backend"] for health in found.values()] == ["redis", "memcached"]
    for health in found.values():
        assert set(health) == KEYS
        assert health["status"] == "ok"
        assert isinstance(health["response_time"], float)
        assert re.fullmatch(r"\d+\.\dMB", str(health["memory_usage"]))
        assert isinstance(health["hit_rate"], float)
        assert 0 <= health["hit_rate"] <= 100


def test_several_servers_are_one_cache(redis_server: Redis, memcached: Memcached) -> None:
    """Their memory is added up."""
    with asking(_redis(redis_server), _memcached(memcached)) as asked:
        (health,) = CacheHealthChecker(asked).check_all_caches().values()
    assert health["status"] == "ok"
    assert str(health["memory_usage"]).endswith("MB")


@pytest.mark.parametrize("kind", ["redis", "memcached"])
def test_operations(kind: str, redis_server: Redis, memcached: Memcached) -> None:
    """They are done when they are asked for, and each takes its time."""
    target: Target = _redis(redis_server) if kind == "redis" else _memcached(memcached)
    with asking(target, max_age=3600) as asked:
        checker = CacheHealthChecker(asked)
        first, second = checker.test_cache_operations(), checker.test_cache_operations("default")
    assert set(first) == {*OPERATIONS, "overall_status"}
    assert first["overall_status"] == second["overall_status"] == "ok"
    for operation in (first["set_operation"], first["get_operation"], first["delete_operation"]):
        assert set(operation) == {"status", "time"}
        assert operation["status"] == "ok"
        assert isinstance(operation["time"], float)
    assert first != second  # a kept answer would have the same times


def test_operations_ask_one_alias_alone() -> None:
    """The others may be silent."""
    a, b = Sample("cache", "a"), Sample("cache", "b")
    with asking_checks([a, b], [_target("a"), _target("b")]) as asked:
        CacheHealthChecker(asked).test_cache_operations("b")
    assert (a.runs, b.runs) == (0, 1)


def _target(alias: str) -> Target:
    return RedisTarget(alias, f"{PACKAGE}.redis.RedisCache", "h:1")


def test_cache_that_is_silent() -> None:
    """It is told in time, under its own name."""
    with SilentListener() as listener, asking(_redis(listener), timeouts={"cache": 0.3}) as asked:
        checker = CacheHealthChecker(asked)
        tried, health = checker.test_cache_operations(), checker.check_all_caches()["default"]
    assert (tried["overall_status"], tried["set_operation"]["status"]) == ("error", "error")
    assert (health["status"], health["backend"]) == ("error", "redis")
    assert (health["memory_usage"], health["hit_rate"]) == (None, None)


def test_caches_without_a_server(tmp_path: Path, django_project: Path) -> None:
    """They have a short name; their memory is not told."""
    assert django_project.is_dir()
    caches: dict[str, dict[str, object]] = {
        "default": {"BACKEND": f"{PACKAGE}.locmem.LocMemCache"},
        "files": {"BACKEND": f"{PACKAGE}.filebased.FileBasedCache", "LOCATION": tmp_path},
        "dummy": {"BACKEND": f"{PACKAGE}.dummy.DummyCache"},
    }
    with asking(*cache_targets(caches, in_process=True)) as asked:
        found = CacheHealthChecker(asked).check_all_caches()
        tried = CacheHealthChecker(asked).test_cache_operations("dummy")
    assert {alias: (h["status"], h["backend"]) for alias, h in found.items()} == {
        "default": ("ok", "local-memory"),
        "files": ("ok", "files"),
        "dummy": ("skipped", "dummy"),
    }
    assert {health["memory_usage"] for health in found.values()} == {None}
    assert tried["overall_status"] == tried["set_operation"]["status"] == "skipped"


def test_unknown_alias(redis_server: Redis) -> None:
    """The valid ones are told."""
    with (
        asking(_redis(redis_server, "a")) as asked,
        pytest.raises(UnknownAliasError, match=r"cache.* 'b': there are a"),
    ):
        CacheHealthChecker(asked).test_cache_operations("b")


def test_component_that_is_off(redis_server: Redis) -> None:
    """Its caches are there, and skipped."""
    with asking(_redis(redis_server), checks={"cache": False}) as asked:
        checker = CacheHealthChecker(asked)
        assert checker.check_all_caches()["default"]["status"] == "skipped"
        assert checker.test_cache_operations()["overall_status"] == "skipped"
