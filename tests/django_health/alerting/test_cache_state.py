"""The record in a cache that several hosts share: a real Redis and a real Memcached."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.cache import caches

from django_health.alerting import cache_state
from django_health.alerting.cache_state import KEY, CacheState
from django_health.alerting.state import StateError
from django_projects import cache
from fresh_imports import imported_by
from live_servers import Memcached, Redis

CANARY = "canary-91ce"
COUNT = 20

pytestmark = pytest.mark.usefixtures("django_project")


@pytest.fixture(params=["redis", "memcached"])
def shared(
    request: pytest.FixtureRequest, redis_server: Redis, memcached: Memcached
) -> Iterator[str]:
    """The alias of a cache on a server."""
    kinds = {
        "redis": ("RedisCache", f"redis://{redis_server.host}:{redis_server.port}/3"),
        "memcached": ("PyMemcacheCache", f"{memcached.host}:{memcached.port}"),
    }
    kind, location = kinds[request.param]
    alias: str = request.param
    with cache(alias, BACKEND=f"django.core.cache.backends.{alias}.{kind}", LOCATION=location):
        yield alias
        caches[alias].delete_many([KEY, f"{KEY}:lock"])


def test_it_is_there_for_others(shared: str) -> None:
    """For good, and nothing else is left behind."""
    with CacheState(shared).turn() as record:
        record.looker = "me"
    with CacheState(shared).turn() as record:
        assert record.looker == "me"
    assert caches[shared].get(f"{KEY}:lock") is None


def test_one_at_a_time(shared: str) -> None:
    """No change of any of them is lost."""

    def count() -> None:
        state = CacheState(shared)
        for _ in range(COUNT):
            with state.turn() as record:
                record.looked += 1
        caches[shared].close()

    threads = [threading.Thread(target=count) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    with CacheState(shared).turn() as record:
        assert record.looked == 3 * COUNT


def test_a_lock_of_another_is_waited_for(shared: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """For so long and no longer; and it is not taken away."""
    monkeypatch.setattr(cache_state, "PATIENCE", 0.05)
    caches[shared].set(f"{KEY}:lock", "other")
    with pytest.raises(StateError, match="another process holds"), CacheState(shared).turn():
        pass
    assert caches[shared].get(f"{KEY}:lock") == "other"


def test_a_turn_that_took_too_long_takes_no_lock_away(shared: str) -> None:
    """By then it may be another's."""
    with CacheState(shared).turn():
        caches[shared].set(f"{KEY}:lock", "other")
    assert caches[shared].get(f"{KEY}:lock") == "other"


def test_what_cannot_be_read_is_a_beginning(shared: str) -> None:
    """It is of another version of this: nobody else has the key."""
    caches[shared].set(KEY, '{"version": 99}')
    with CacheState(shared).turn() as record:
        assert record.looked == 0


def test_a_server_that_is_gone_is_an_error_without_its_address() -> None:
    """Which may hold a password."""
    location = f"redis://:{CANARY}@127.0.0.1:1/0"
    backend = "django.core.cache.backends.redis.RedisCache"
    with cache("gone", BACKEND=backend, LOCATION=location):
        state = CacheState("gone")
        with pytest.raises(StateError, match="cache 'gone': ConnectionError") as caught:
            state.turn().__enter__()
        assert CANARY not in repr(caught.value)
        assert caught.value.__cause__ is None


def test_caches_that_are_each_processs_own_are_refused(tmp_path: Path) -> None:
    """Nobody else would see what is in them."""
    with pytest.raises(StateError, match="each process has its own of 'default'"):
        CacheState("default")
    with pytest.raises(StateError, match="unknown alias, did you mean 'default'"):
        CacheState("defalt")
    backend = "django.core.cache.backends.filebased.FileBasedCache"
    with cache("files", BACKEND=backend, LOCATION=str(tmp_path)):
        with CacheState("files").turn() as record:
            record.looker = "me"
        with CacheState("files").turn() as record:
            assert record.looker == "me"


def test_without_django_there_is_no_cache() -> None:
    """The line says what to do instead."""
    program = """
from django_health.alerting.cache_state import CacheState
try:
    CacheState("default")
except Exception as error:
    assert str(error).startswith("cache: the caches of Django's settings cannot be had"), error
    assert str(error).endswith("name a state_file instead"), error
else:
    raise AssertionError
"""
    imported_by(program)
