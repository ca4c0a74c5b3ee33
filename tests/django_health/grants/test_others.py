"""Targets at which no user has privileges."""

from __future__ import annotations

import pytest

from django_health.grants.others import other_script
from django_health.targets import (
    DatabaseCacheTarget,
    DjangoDatabaseTarget,
    FileCacheTarget,
    MemcachedTarget,
    SkippedTarget,
    SQLiteTarget,
    Target,
)


@pytest.mark.parametrize(
    ("target", "said"),
    [
        (SQLiteTarget("a", "sqlite", name="/a.db"), "has to read the file"),
        (FileCacheTarget("a", "file", path="/a"), "write and search the folder"),
        (MemcachedTarget("a", "memcached", "h:1", ("h", 1)), "knows no users"),
        (DatabaseCacheTarget("a", "db", "t", "other", "k"), "database/other"),
        (DjangoDatabaseTarget("a", "oracle"), "Django's own connection"),
    ],
)
def test_what_there_is_to_know(target: Target, said: str) -> None:
    """Nothing is typed, and it is said why."""
    script = other_script("x/a", target)
    assert script is not None
    assert script.statements == ()
    assert said in script.notes[0]


def test_what_cannot_be_asked_needs_nothing() -> None:
    """A cache in the application's own memory."""
    assert other_script("cache/a", SkippedTarget("a", "locmem", "why")) is None
