"""Typed connection parameters that never turn into strings."""

from __future__ import annotations

import copy
import dataclasses
import json
import pickle

import pytest

from django_health import targets
from django_health.registry import TARGET_CHECKS
from django_health.targets import (
    NO_SECRET,
    DatabaseCacheTarget,
    DatabaseTarget,
    DjangoCacheTarget,
    DjangoDatabaseTarget,
    FileCacheTarget,
    MemcachedTarget,
    MySQLTarget,
    PostgreSQLTarget,
    RedisTarget,
    Secret,
    SkippedTarget,
    SQLiteTarget,
    Target,
)

CANARY = "canary-hunter2"

DATABASE = PostgreSQLTarget(
    "default",
    "django.db.backends.postgresql",
    host="db.internal",
    port=5432,
    name="shop",
    user="canary-user",
    password=Secret(CANARY),
    options={"sslpassword": CANARY},
)
REDIS = RedisTarget(
    "default",
    "django.core.cache.backends.redis.RedisCache",
    "cache.internal:6379",
    host="cache.internal",
    user="canary-user",
    password=Secret(CANARY),
    options={"ssl_password": CANARY},
)


@pytest.mark.parametrize(
    "shown",
    [
        str(Secret(CANARY)),
        repr(Secret(CANARY)),
        f"{Secret(CANARY)}",
        f"{Secret(CANARY)!r:>20}",
        f"{Secret(CANARY):s}",
        "%s %r" % (Secret(CANARY), Secret(CANARY)),  # noqa: UP031 - one of the ways
        str([Secret(CANARY)]),
    ],
)
def test_secret_prints_as_stars(shown: str) -> None:
    """No way of printing a secret shows it."""
    assert CANARY not in shown
    assert "***" in shown


def test_secret_is_revealed_only_when_asked_to() -> None:
    """The driver gets the value itself."""
    assert Secret(CANARY).reveal() == CANARY


def test_secret_cannot_be_pickled_copied_or_dumped() -> None:
    """Ways out that are not printing are closed too."""
    for way in (pickle.dumps, copy.copy, copy.deepcopy):
        with pytest.raises(TypeError, match="a secret cannot be pickled"):
            way(Secret(CANARY))
    with pytest.raises(TypeError) as caught:
        json.dumps({"password": Secret(CANARY)})
    assert CANARY not in str(caught.value)


def test_secret_has_no_dictionary_to_look_into() -> None:
    """A debugger's or an error tracker's dump of attributes finds nothing."""
    assert not hasattr(Secret(CANARY), "__dict__")


def test_secrets_are_equal_by_value() -> None:
    """A reload can tell whether a password changed."""
    assert Secret("a") == Secret("a")
    assert Secret("a") != Secret("b")
    assert Secret("a") != "a"
    assert len({Secret("a"), Secret("a")}) == 1


def test_empty_secret_is_false() -> None:
    """``if target.password`` asks whether there is one."""
    assert not NO_SECRET
    assert Secret("a")


@pytest.mark.parametrize("target", [DATABASE, REDIS], ids=lambda target: str(target.kind))
def test_target_shows_no_credentials(target: Target) -> None:
    """Users, passwords and options stay out of what a target prints as."""
    shown = repr(target)
    assert "canary" not in shown
    assert "default" in shown


@pytest.mark.parametrize(
    "target",
    [
        PostgreSQLTarget("default", "x", host="postgres://u:canary@h"),
        PostgreSQLTarget("default", "x", name="u:canary@h/shop"),
        SQLiteTarget("default", "x", name="file:/shop.sqlite3?key=canary"),
        FileCacheTarget("default", "x", "redis://:canary@h"),
        DatabaseCacheTarget("default", "x", "redis://:canary@h", "default", "key"),
    ],
)
def test_target_does_not_print_a_url_in_the_wrong_place(target: Target) -> None:
    """People put a whole URL where a host, a name or a path belongs."""
    assert "canary" not in repr(target)
    assert "'***'" in repr(target)


def test_target_prints_what_it_is() -> None:
    """As a dataclass does, without what may be a secret."""
    target = PostgreSQLTarget("default", "x", host="db", port=5432, name="shop", user="u")
    assert repr(target) == (
        "PostgreSQLTarget(alias='default', backend='x', host='db', port=5432, name='shop')"
    )


@pytest.mark.parametrize("target", [DATABASE, REDIS], ids=lambda target: str(target.kind))
def test_target_is_frozen_and_hashable(target: Target) -> None:
    """Nobody changes where things are, and equal targets are one."""
    assert len({target, dataclasses.replace(target)}) == 1
    with pytest.raises(dataclasses.FrozenInstanceError):
        target.alias = "other"  # type: ignore[misc]


def test_same_parameters_of_another_engine_are_another_target() -> None:
    """A kind is part of what a target is."""
    one: DatabaseTarget = PostgreSQLTarget("default", "x")
    assert one != MySQLTarget("default", "x")


@pytest.mark.parametrize(
    ("target", "component", "kind"),
    [
        (PostgreSQLTarget, "database", "postgresql"),
        (MySQLTarget, "database", "mysql"),
        (SQLiteTarget, "database", "sqlite"),
        (DjangoDatabaseTarget, "database", "django-database"),
        (RedisTarget, "cache", "redis"),
        (MemcachedTarget, "cache", "memcached"),
        (FileCacheTarget, "cache", "file-cache"),
        (DatabaseCacheTarget, "cache", "database-cache"),
        (DjangoCacheTarget, "cache", "django-cache"),
        (SkippedTarget, "cache", "skipped"),
    ],
)
def test_every_kind_of_target_has_its_component(
    target: type[Target], component: str, kind: str
) -> None:
    """A target knows which component it belongs to and which check it gets."""
    assert (target.component, target.kind) == (component, kind)


def test_every_target_has_a_check_in_the_table() -> None:
    """No target is found that nothing can ask."""
    kinds = {
        value.kind
        for value in vars(targets).values()
        if isinstance(value, type) and issubclass(value, Target)
        if value not in (Target, DatabaseTarget)
    }
    assert kinds == set(TARGET_CHECKS)
