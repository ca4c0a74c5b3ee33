"""Caches of any backend, asked through Django."""

from __future__ import annotations

import pickle
import socket
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import caches
from django.core.cache.backends.locmem import LocMemCache

from django_health.caches.django import DjangoCacheCheck
from django_health.failure import CheckFailed
from django_health.result import Reason, Status
from django_health.targets import DjangoCacheTarget
from django_projects import cache
from live_servers import Redis

CANARY = "canary-17be"
KEY = "django-health-exporter:test"

pytestmark = pytest.mark.usefixtures("django_project")


class ForgetfulCache(LocMemCache):
    """Stores nothing."""

    def set(self, *_args: object, **_options: object) -> None:
        """Forget it."""


class ConfusedCache(LocMemCache):
    """Gives back something else."""

    def get(self, *_args: object, **_options: object) -> str:
        """Invent it."""
        return "another"


def check_of(alias: str) -> DjangoCacheCheck:
    """The check of an alias."""
    return DjangoCacheCheck(DjangoCacheTarget(alias, "some.Backend", KEY), 2.0)


def failure_of(**settings: Any) -> CheckFailed:
    """How the check of a cache with these settings fails."""
    with cache("x", **settings), pytest.raises(CheckFailed) as caught:
        check_of("x").check()
    return caught.value


@pytest.fixture
def unused_port() -> Iterator[int]:
    """A port on which nobody listens."""
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        yield unused.getsockname()[1]


def test_a_cache_is_set_got_and_deleted(redis_server: Redis, django_project: Path) -> None:
    """With Django's own key, on an instance that the application does not share."""
    assert django_project.is_dir()
    location = f"redis://{redis_server.host}:{redis_server.port}/9"
    backend = "django_redis.cache.RedisCache"
    with cache("x", BACKEND=backend, LOCATION=location, KEY_PREFIX="shop"):
        check = check_of("x")
        found = check.check()
        assert check.check().status is Status.OK
        assert caches["x"].get(KEY) is None
        check.close()
        caches["x"].close()
        del caches["x"]
    assert found.details["backend"] == "some.Backend"
    assert {m.labels[-1] for m in found.measurements[1:]} == {"set", "get", "delete"}
    assert found.measurements[0].labels == ("x", "", "some.Backend", "")


@pytest.mark.parametrize(
    ("name", "text"), [("ForgetfulCache", "was gone"), ("ConfusedCache", "another value")]
)
def test_a_cache_that_does_not_keep_values_is_wrong(
    name: str, text: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A cache that loses or changes what it was given."""
    monkeypatch.setattr(f"django.core.cache.backends.locmem.{name}", globals()[name], raising=False)
    failure = failure_of(BACKEND=f"django.core.cache.backends.locmem.{name}")
    assert failure.reason is Reason.WRONG_ANSWER
    assert text in str(failure)


@pytest.mark.parametrize("hidden", [False, True])
def test_a_broken_cache_is_broken_even_if_it_hides_that(hidden: bool, unused_port: int) -> None:
    """IGNORE_EXCEPTIONS of django-redis makes it look like an empty one to the application."""
    failure = failure_of(
        BACKEND="django_redis.cache.RedisCache",
        LOCATION=f"redis://:{CANARY}@127.0.0.1:{unused_port}/0",
        OPTIONS={"IGNORE_EXCEPTIONS": hidden},
    )
    assert failure.reason is Reason.REFUSED
    assert CANARY not in repr(failure.outcome())


def test_an_unknown_host_is_told() -> None:
    """By the resolver's error, which django-redis leaves in a text alone."""
    failure = failure_of(
        BACKEND="django_redis.cache.RedisCache", LOCATION=f"redis://{CANARY}.invalid"
    )
    assert failure.reason is Reason.DNS
    assert CANARY not in repr(failure.outcome())


def test_a_wrong_password_is_told(tmp_path: Path) -> None:
    """Without the password."""
    with Redis(tmp_path, password="right") as server:
        failure = failure_of(
            BACKEND="django_redis.cache.RedisCache",
            LOCATION=f"redis://:{CANARY}@{server.host}:{server.port}/0",
        )
    assert failure.reason is Reason.AUTH
    assert CANARY not in repr(failure.outcome())


@pytest.mark.parametrize(
    "settings",
    [
        {"BACKEND": "no.such.Backend"},
        {"BACKEND": "django_redis.cache.RedisCache", "OPTIONS": {"CLIENT_CLASS": "no.such"}},
        {"BACKEND": "django.core.cache.backends.memcached.PyLibMCCache", "LOCATION": "h"},
        {"BACKEND": "django_redis.cache.RedisCache"},
    ],
)
def test_settings_that_cannot_work_are_misconfigured(settings: dict[str, object]) -> None:
    """A missing class, library or location."""
    assert failure_of(**settings).reason is Reason.MISCONFIGURED


@pytest.mark.parametrize("taken", [lambda check: check, vars])
def test_the_cache_that_is_kept_is_not_pickled(
    taken: Callable[[object], object], tmp_path: Path
) -> None:
    """Its attributes hold the application's passwords."""
    backend = "django.core.cache.backends.filebased.FileBasedCache"
    with cache("x", BACKEND=backend, LOCATION=str(tmp_path / CANARY)):
        check = check_of("x")
        assert pickle.dumps(taken(check))
        check.check()
        with pytest.raises(TypeError, match="cannot be pickled"):
            pickle.dumps(taken(check))
        check.close()


def test_an_unknown_alias_is_misconfigured() -> None:
    """The sentence says where to look."""
    with pytest.raises(CheckFailed, match="no cache 'nothing'") as caught:
        check_of("nothing").check()
    assert caught.value.reason is Reason.MISCONFIGURED
