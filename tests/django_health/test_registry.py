"""The table of built-in checks is what there is on disk."""

from __future__ import annotations

import ast
import inspect
from importlib import import_module
from pathlib import Path

import pytest

import django_health
from django_health.check import BaseHealthCheck
from django_health.registry import (
    DECLARED_CHECKS,
    PROJECT_CHECKS,
    SQL_CHECK,
    SYSTEM_CHECKS,
    TARGET_CHECKS,
    build_checks,
)
from django_health.settings import HealthSettings, Timeouts
from django_health.settings.declarations import SqlQuery, StorageProbe, TcpEndpoint
from django_health.targets import (
    FileCacheTarget,
    PostgreSQLTarget,
    RedisTarget,
    SkippedTarget,
    SQLiteTarget,
    Target,
    TargetError,
)

CLASSES = {**TARGET_CHECKS, **SYSTEM_CHECKS, **DECLARED_CHECKS, "sql": SQL_CHECK}
TABLE = {**CLASSES, **PROJECT_CHECKS}
PACKAGES = ("databases", "caches", "host", "checks")

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


@pytest.mark.usefixtures("django_project")
@pytest.mark.parametrize("path", CLASSES.values(), ids=list(CLASSES))
def test_every_line_names_a_check_that_there_is(path: str) -> None:
    """Module and class exist, and the class keeps the contract."""
    module, _, name = path.partition(":")
    check = getattr(import_module(module), name)
    assert issubclass(check, BaseHealthCheck)
    assert not inspect.isabstract(check)


@pytest.mark.usefixtures("django_project")
def test_every_file_of_checks_is_in_use() -> None:
    """A module is in the table or imported, at last, by one that is."""
    in_use: set[str] = set()
    found = {path.partition(":")[0] for path in TABLE.values()}
    while found:
        in_use |= found
        found = {name for module in found for name in _imported_by(module)} & _modules() - in_use
    assert _modules() - in_use == set()


@pytest.mark.usefixtures("django_project")
def test_every_check_class_on_disk_is_in_the_table() -> None:
    """None was written and forgotten; those of a project are made by the functions in the table."""
    made = {path.partition(":")[0].rpartition(".")[0] for path in PROJECT_CHECKS.values()}
    classes = {
        f"{module}:{name}"
        for module in _modules()
        for name, value in vars(import_module(module)).items()
        if inspect.isclass(value) and value.__module__ == module
        if not any(module.startswith(f"{package}.") for package in made)
        if issubclass(value, BaseHealthCheck) and not inspect.isabstract(value)
    }
    assert classes == set(CLASSES.values())


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


def test_a_project_has_checks_of_its_own(django_project: Path) -> None:
    """Migrations per database, Celery, and the configuration; each can be switched off."""
    assert django_project.is_dir()
    names = {check.name for check in build_checks(TARGETS, HealthSettings(), in_django=True)}
    assert names == {"database", "cache", "system", *PROJECT_CHECKS}
    off = HealthSettings(checks=dict.fromkeys(PROJECT_CHECKS, False))
    names = {check.name for check in build_checks(TARGETS, off, in_django=True)}
    assert names == {"database", "cache", "system"}


def test_what_is_declared_becomes_a_check() -> None:
    """Under its component and its name, with its own time limit before that of its kind."""
    settings = HealthSettings(
        checks={"system": False},
        tcp={"gate": TcpEndpoint(host="203.0.113.1", port=7, timeout=3)},
        sql={"orders": SqlQuery(query="SELECT 1 AS waiting", database="archive")},
    )
    *_, gate, orders = build_checks(TARGETS, settings)
    assert (gate.label, gate.timeout) == ("tcp/gate", 3)
    assert (orders.label, orders.timeout) == ("sql/orders", settings.timeouts.database)


def test_a_query_of_an_unknown_database_is_an_error() -> None:
    """The valid aliases are told."""
    settings = HealthSettings(sql={"orders": SqlQuery(query="SELECT 1", database="shop")})
    with pytest.raises(TargetError, match=r"sql.orders.database: .* archive, default"):
        build_checks(TARGETS, settings)


def test_a_storage_without_django_is_an_error() -> None:
    """The remedy is told."""
    settings = HealthSettings(storage={"media": StorageProbe()})
    with pytest.raises(TargetError, match=r"storage.media: .* give its settings module"):
        build_checks([], settings)


def test_what_is_not_critical_is_set_by_label_target_or_component() -> None:
    """The narrower one wins."""
    settings = HealthSettings(
        checks={"system": False}, critical={"cache": False, "cache/files": True, "database": True}
    )
    critical = {check.label: check.critical for check in build_checks(TARGETS, settings)}
    assert critical == {
        "database/default": True,
        "database/archive": True,
        "cache/default/203.0.113.1:6379": False,
        "cache/files": True,
        "cache/local": False,
    }


def test_required_variables_need_no_django() -> None:
    """They are looked at wherever they are declared."""
    settings = HealthSettings(checks={"system": False}, required_env=["PATH"])
    assert [check.label for check in build_checks([], settings)] == ["configuration/environment"]
    off = HealthSettings(checks={"system": False, "configuration": False}, required_env=["PATH"])
    assert build_checks([], off) == []
