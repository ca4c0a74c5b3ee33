"""Which checks go on when settings are read again."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import msgspec
import pytest

from django_health.check import BaseHealthCheck
from django_health.registry import build_checks
from django_health.settings import HealthSettings
from django_health.settings.declarations import SqlQuery
from django_health.targets import (
    DjangoCacheTarget,
    PostgreSQLTarget,
    RedisTarget,
    Secret,
    Target,
)

DATABASE = PostgreSQLTarget("default", "x", host="a", password=Secret("p"), options={"a": 1})
CACHE = RedisTarget("default", "x", server="a", host="a")
OFF = {"system": False}
PLAIN = HealthSettings(checks=OFF)


def _kept(
    before: list[Target],
    after: list[Target],
    old: HealthSettings = PLAIN,
    new: HealthSettings = PLAIN,
) -> list[bool]:
    """Of each check that there is now, whether it was there before."""
    known = build_checks(before, old)
    return [any(check is one for one in known) for check in build_checks(after, new, known=known)]


def test_same_targets() -> None:
    """Each goes on, whatever comes or goes beside it, in whatever order."""
    other = PostgreSQLTarget("other", "x", host="b")
    assert _kept([DATABASE, CACHE], [CACHE, other, DATABASE]) == [True, False, True]


@pytest.mark.parametrize(
    "values",
    [
        {"host": "b"},
        {"port": 1},
        {"user": "u"},
        {"password": Secret("q")},
        {"options": {"a": 2}},
        {"alias": "other"},
        {"backend": "y"},
    ],
)
def test_changed_target(values: dict[str, Any]) -> None:
    """Whatever it is that has changed: it is connected to anew."""
    assert _kept([DATABASE], [replace(DATABASE, **values)]) == [False]


@pytest.mark.parametrize(
    ("settings", "is_kept"),
    [
        ({"timeouts": {"database": 3.0}}, False),
        ({"critical": {"database": False}}, False),
        ({"critical": {"cache": False}}, True),
        ({"thresholds": {"cpu": {"warning": 1, "critical": 2}}}, True),
    ],
)
def test_changed_settings(settings: dict[str, object], is_kept: bool) -> None:
    """What concerns the check makes another one of it."""
    new = msgspec.convert({"checks": OFF, **settings}, HealthSettings)
    assert _kept([DATABASE], [DATABASE], new=new) == [is_kept]
    assert _kept([DATABASE], [DATABASE], old=new) == [is_kept]


def test_nothing_of_the_old_one_is_changed() -> None:
    """It is asked meanwhile, and goes on if the new configuration is not kept."""
    (known,) = build_checks([DATABASE], PLAIN)
    settings = HealthSettings(checks=OFF, critical={"database": False})
    (made,) = build_checks([DATABASE], settings, known=[known])
    assert (known.critical, made.critical) == (True, False)


def test_through_django() -> None:
    """An alias says nothing of what Django's settings hold under it."""
    target = DjangoCacheTarget("default", "x", "key")
    assert _kept([target], [target]) == [False]


def test_system() -> None:
    """The host's checks remember earlier figures, and go on where no setting has changed."""
    assert set(_kept([], [], HealthSettings(), HealthSettings())) == {True}
    assert set(_kept([], [], HealthSettings(), HealthSettings(max_age=3))) == {False}


def test_sql() -> None:
    """A query has a connection of its own, never that of the database's own check."""
    settings = HealthSettings(checks=OFF, sql={"one": SqlQuery(query="SELECT 1")})
    other = HealthSettings(checks=OFF, sql={"one": SqlQuery(query="SELECT 2")})
    assert _kept([DATABASE], [DATABASE], settings, settings) == [True, True]
    assert _kept([DATABASE], [DATABASE], settings, other) == [True, False]
    known: list[Any] = list(build_checks([DATABASE], settings))
    database, query = build_checks([DATABASE], other, known=known)
    assert vars(query)["_lender"] is not database


def test_checks_of_others_are_never_taken() -> None:
    """One that was not made here has nothing to compare."""

    class Own(BaseHealthCheck):
        name, target = "database", "default"

        check: Callable[[Any], dict[str, object]] = lambda _: {}  # type: ignore[assignment]

    (made,) = build_checks([DATABASE], PLAIN, known=[Own()])
    assert type(made).__name__ == "PostgreSQLCheck"
