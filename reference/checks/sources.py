"""What the modules of a check say of it: the families it has, the packages and limits it uses.

They are read, not run: a check is asked for its figures by nobody here.
"""

from __future__ import annotations

import ast
import inspect
import sys
from collections.abc import Iterable, Iterator
from functools import cache
from importlib import import_module
from types import ModuleType
from typing import Any

from django_health.check import BaseHealthCheck
from django_health.result import Family
from reference.checks.classes import Check, is_check

_ROOT = "django_health"
_FOLLOWED = ("caches", "checks", "databases", "host", "network")
"""The packages in which the parts of a check are."""


def families_of(check: Check) -> list[Family]:
    """Return the metric families that the modules of a check name."""
    found: dict[Family, None] = {}
    for module in modules_of(check):
        for node in ast.walk(_tree(module)):
            found.update(dict.fromkeys(families_in(_value_of(node, module))))
    return sorted(found, key=lambda family: family.name)


def packages_of(check: Check) -> list[str]:
    """Return the packages of others that the modules of a check import, also when they run."""
    found: dict[str, None] = {}
    for module in modules_of(check):
        for name in _imports(_tree(module)):
            found[name.partition(".")[0]] = None
    others = (name for name in found if name != _ROOT and not name.startswith("_"))
    return sorted(name for name in others if name not in sys.stdlib_module_names)


def thresholds_of(check: Check) -> list[str]:
    """Return the thresholds of the settings that a check holds its figures against."""
    nodes = [node for module in modules_of(check) for node in ast.walk(_tree(module))]
    return sorted({name for node in nodes for name in _threshold(node)})


def _threshold(node: ast.AST) -> list[str]:
    """``cpu`` of ``settings.thresholds.cpu``."""
    match node:
        case ast.Attribute(value=ast.Attribute(attr="thresholds" | "_thresholds"), attr=name):
            return [name]
    return []


@cache
def modules_of(check: Check) -> tuple[ModuleType, ...]:
    """Return the modules of a check: its own, and those of its bases, and what they import.

    Another check's is not followed.
    """
    bases = [kind for kind in check.__mro__ if issubclass(kind, BaseHealthCheck)]
    waiting = [kind.__module__ for kind in bases if kind is not BaseHealthCheck]
    found: dict[str, ModuleType] = {}
    while waiting:
        name = waiting.pop()
        if name in found:
            continue
        module = import_module(name)
        if _has_another(module, bases):
            continue
        found[name] = module
        waiting += [other for other in _imports(_tree(module)) if _is_followed(other)]
    return tuple(found.values())


def _has_another(module: ModuleType, bases: Iterable[type]) -> bool:
    own = [
        one for one in vars(module).values() if is_check(one) and one.__module__ == module.__name__
    ]
    return any(one not in bases for one in own) and not any(one in bases for one in own)


def _is_followed(name: str) -> bool:
    if not name.startswith(tuple(f"{_ROOT}.{one}." for one in _FOLLOWED)):
        return False
    return isinstance(sys.modules.get(name) or _module_or_none(name), ModuleType)


def _module_or_none(name: str) -> ModuleType | None:
    try:
        return import_module(name)
    except ModuleNotFoundError:  # it is what is imported from a module
        return None


@cache
def _tree(module: ModuleType) -> ast.Module:
    return ast.parse(inspect.getsource(module))


def _imports(tree: ast.Module) -> Iterator[str]:
    """The names of all modules that a module imports, also inside of functions."""
    for node in ast.walk(tree):
        match node:
            case ast.Import(names=names):
                yield from (one.name for one in names)
            case ast.ImportFrom(module=str(name), names=names):
                yield name
                yield from (f"{name}.{one.name}" for one in names)
            case ast.Call(func=ast.Name(id="import_module"), args=[ast.Constant(value=str(name))]):
                yield name


def _value_of(node: ast.AST, module: ModuleType) -> Any:
    """What a name of a module stands for, where it is used."""
    match node:
        case ast.Name(id=name, ctx=ast.Load()):
            return vars(module).get(name)
        case ast.Attribute(value=ast.Name(id=name), attr=attribute, ctx=ast.Load()):
            owner = vars(module).get(name)
            return vars(owner).get(attribute) if type(owner) is ModuleType else None
    return None


def families_in(value: Any) -> Iterator[Family]:
    """Yield the families in what a name stands for: itself, or those in a container."""
    kind = type(value)  # not isinstance, as in classes.py
    if kind is Family:
        yield value
    elif kind in (tuple, list, frozenset):
        for one in value:
            yield from families_in(one)
    elif kind is dict:
        yield from families_in([*value.values(), *value])
