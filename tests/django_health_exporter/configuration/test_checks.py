"""Checks made while the configuration is read."""

from __future__ import annotations

import sys

import pytest

from django_health.settings import HealthSettings
from django_health.targets import DatabaseCacheTarget, MySQLTarget, SQLiteTarget, TargetError
from django_health_exporter.configuration.checks import checks_of

SQLITE = SQLiteTarget("a", "x", name="/nowhere")


def test_targets_come_before_the_host() -> None:
    """Both as far as they are on."""
    names = [check.name for check in checks_of([SQLITE], HealthSettings(), in_django=False)]
    assert (names[0], set(names[1:])) == ("database", {"system"})
    off = HealthSettings(checks={"database": False, "system": False})
    assert checks_of([SQLITE], off, in_django=False) == ()


def test_options_that_cannot_work_are_found() -> None:
    """The check of the engine reads them when it is made."""
    target = MySQLTarget("a", "x", options={"ssl_mode": "canary"})
    with pytest.raises(TargetError, match="ssl_mode has to be one of"):
        checks_of([target], HealthSettings(), in_django=False)


def test_a_missing_package_is_named_with_its_target(monkeypatch: pytest.MonkeyPatch) -> None:
    """And with the remedy."""
    monkeypatch.delitem(sys.modules, "django_health.caches.table.check", raising=False)
    monkeypatch.setitem(sys.modules, "django", None)
    monkeypatch.setitem(sys.modules, "django.db", None)
    target = DatabaseCacheTarget("a", "x", "t", "default", "k")
    with pytest.raises(TargetError, match=r"^the cache 'a' needs .*exporter\[django\]'$"):
        checks_of([target], HealthSettings(), in_django=False)
