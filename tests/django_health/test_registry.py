"""The table of built-in checks is what there is on disk."""

from __future__ import annotations

import ast
import inspect
from importlib import import_module
from pathlib import Path

import pytest

import django_health
from django_health.check import BaseHealthCheck
from django_health.registry import SYSTEM_CHECKS, TARGET_CHECKS, build_checks
from django_health.settings import HealthSettings, Timeouts
from django_health.targets import (
    FileCacheTarget,
    PostgreSQLTarget,
    RedisTarget,
    SkippedTarget,
    SQLiteTarget,
    Target,
)

TABLE = {**TARGET_CHECKS, **SYSTEM_CHECKS}
PACKAGES = ("databases", "caches", "host")

TARGETS: list[Target] = [
    PostgreSQLTarget("default", "django.db.backends.postgresql", host="203.0.113.1"),
    SQLiteTarget("archive", "django.db.backends.sqlite3", name="/nowhere/archive.sqlite3"),
    RedisTarget("default", "redis", "203.0.113.1:6379", host="203.0.113.1", key="k"),
    FileCacheTarget("files", "file", "/nowhere/cache"),
    SkippedTarget("local", "locmem", "it is inside the application"),
]


def _modules() -> set[str]:
    """Every module of the packages that hold checks."""
    library = Path(django_health.__path__[0])
    return {
        "django_health." + ".".join(file.relative_to(library).with_suffix("").parts)
        for package in PACKAGES
        for file in (library / package).rglob("*.py")
        if file.stem != "__init__"
    }


def _imported_by(module: str) -> set[str]:
    """The modules that a module's source imports, lazily or not."""
    tree = ast.parse(inspect.getsource(import_module(module)))
    names: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
    return names


@pytest.mark.parametrize("path", TABLE.values(), ids=list(TABLE))
def test_every_line_names_a_check_that_there_is(path: str) -> None:
    """Module and class exist, and the class keeps the contract."""
    module, _, name = path.partition(":")
    check = getattr(import_module(module), name)
    assert issubclass(check, BaseHealthCheck)
    assert not inspect.isabstract(check)


def test_every_file_of_checks_is_in_use() -> None:
    """A module is in the table or imported, at last, by one that is."""
    in_use: set[str] = set()
    found = {path.partition(":")[0] for path in TABLE.values()}
    while found:
        in_use |= found
        found = {name for module in found for name in _imported_by(module)} & _modules() - in_use
    assert _modules() - in_use == set()


def test_every_check_class_on_disk_is_in_the_table() -> None:
    """None was written and forgotten."""
    classes = {
        f"{module}:{name}"
        for module in _modules()
        for name, value in vars(import_module(module)).items()
        if inspect.isclass(value) and value.__module__ == module
        if issubclass(value, BaseHealthCheck) and not inspect.isabstract(value)
    }
    assert classes == set(TABLE.values())


def test_targets_become_checks_of_their_place() -> None:
    """Component and alias are those of the target, and making them connects to nothing."""
    settings = HealthSettings(checks={"system": False})
    checks = build_checks(TARGETS, settings)
    assert [(check.name, check.target) for check in checks] == [
        ("database", "default"),
        ("database", "archive"),
        ("cache", "default"),
        ("cache", "files"),
        ("cache", "local"),
    ]
    assert all(check.description for check in checks)


def test_timeouts_are_those_of_the_component() -> None:
    """Databases and caches have their own."""
    settings = HealthSettings(timeouts=Timeouts(database=3, cache=1.5), checks={"system": False})
    timeouts = {check.name: check.timeout for check in build_checks(TARGETS, settings)}
    assert timeouts == {"database": 3, "cache": 1.5}


def test_host_is_watched_in_all_its_aspects() -> None:
    """With nothing else configured there is the host, each aspect under its own name."""
    checks = build_checks([], HealthSettings())
    assert {check.name for check in checks} == {"system"}
    assert [check.part for check in checks] == list(SYSTEM_CHECKS)
    assert all(check.description for check in checks)


@pytest.mark.parametrize("component", ["database", "cache", "system"])
def test_component_that_is_off_has_no_checks(component: str) -> None:
    """What is switched off is not even made."""
    checks = build_checks(TARGETS, HealthSettings(checks={component: False}))
    names = {check.name for check in checks}
    assert names == {"database", "cache", "system"} - {component}
