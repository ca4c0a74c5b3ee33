"""Every built-in check: the classes that the tables of the registry lead to."""

from __future__ import annotations

import inspect
import pkgutil
from collections.abc import Iterator
from importlib import import_module

from django_health import registry
from django_health.check import BaseHealthCheck

_TABLES = (
    registry.TARGET_CHECKS,
    registry.SYSTEM_CHECKS,
    registry.PROJECT_CHECKS,
    registry.DECLARED_CHECKS,
    {"configuration": registry.ENVIRONMENT_CHECK, "sql": registry.SQL_CHECK},
)

Check = type[BaseHealthCheck]


def built_in_checks() -> list[Check]:
    """Return each class once, in the order of the registry's tables.

    Where a table names a function that makes checks, they are those of its package.
    """
    found: dict[Check, None] = {}
    for table in _TABLES:
        for path in table.values():
            module, _, name = path.partition(":")
            entry = getattr(import_module(module), name)
            kinds = [entry] if isinstance(entry, type) else _classes_below(module)
            found.update(dict.fromkeys(kinds))
    return list(found)


def _classes_below(module: str) -> Iterator[Check]:
    """The checks of the package that a module is in."""
    package = module.rpartition(".")[0]
    for name in names_below(package):
        for value in vars(import_module(name)).values():
            if is_check(value) and value.__module__ == name:
                yield value


def names_below(package: str) -> list[str]:
    """Return the names of a package's modules, those of the packages in it too."""
    place = import_module(package).__path__
    return [found.name for found in pkgutil.walk_packages(place, f"{package}.")]


def is_check(value: object) -> bool:
    """Whether something is the class of a check that can be made."""
    # Not isinstance: it asks the value itself, and Django's settings then want to be configured.
    if not issubclass(type(value), type) or not issubclass(value, BaseHealthCheck):  # type: ignore[arg-type]
        return False
    return not inspect.isabstract(value) and hasattr(value, "name")
