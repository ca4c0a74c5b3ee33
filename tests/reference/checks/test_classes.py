"""Every built-in check is found."""

from __future__ import annotations

from importlib import import_module

import pytest
from django.conf import LazySettings

from django_health.check import BaseHealthCheck
from reference.checks.classes import built_in_checks, is_check, names_below

PACKAGES = ("caches", "checks", "databases", "host")
"""The packages of the library in which built-in checks are."""


def test_each_class_of_a_check() -> None:
    """Each that can be made, whatever table leads to it."""
    found = set()
    for package in PACKAGES:
        for name in names_below(f"django_health.{package}"):
            found |= {one for one in vars(import_module(name)).values() if is_check(one)}
    assert set(built_in_checks()) == found


@pytest.mark.parametrize("value", [BaseHealthCheck, int, "check", None])
def test_what_is_no_check(value: object) -> None:
    """What all are made of, and other things."""
    assert not is_check(value)


def test_settings_are_not_asked() -> None:
    """Those of Django stand in many modules, and nobody has configured them here."""
    assert not is_check(LazySettings())
