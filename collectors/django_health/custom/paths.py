"""What a dotted path in a setting leads to."""

from __future__ import annotations

import difflib
import inspect
import pkgutil
from collections.abc import Iterable
from importlib import import_module
from types import FunctionType, ModuleType
from typing import Any, NamedTuple

from django_health.check import BaseHealthCheck
from django_health.errors import ImportPathError
from django_health.failure import described
from django_health.json_ready import one_line
from django_health.settings.validation import nearest

SETTING = "HEALTH_CHECK['CUSTOM_CHECKS']"


class CheckPath(NamedTuple):
    """A dotted path and the setting in which it stands."""

    path: str
    setting: str = SETTING


def found_at(wanted: CheckPath) -> object:
    """Import what a path like ``shop.health.PaymentsCheck`` or ``shop.health:payments`` names.

    Raises:
        ImportPathError: The module or the name is not there, or the module fails to import.
    """
    module_name, _, name = wanted.path.replace(":", ".").rpartition(".")
    if not all(part.isidentifier() for part in (*module_name.split("."), name)):
        raise _error(wanted, "it is no dotted path like shop.health.PaymentsCheck")
    module = _module(module_name, wanted)
    found = _attribute(module, name, wanted)
    if found is None:
        names = _names_in(module)
        raise _error(wanted, f"{module_name} has no {name!r}{nearest(name, names)}")
    if inspect.ismodule(found):
        names = ", ".join(sorted(_names_in(found))) or "none"
        raise _error(wanted, f"it is a module; the checks in it are: {names}")
    return found


def _module(name: str, wanted: CheckPath) -> ModuleType:
    try:
        return import_module(name)
    except ModuleNotFoundError as error:
        missing = error.name or name
        if f"{name}.".startswith(f"{missing}."):
            text = f"there is no module {missing!r}{_beside(missing)}"
        else:
            text = f"{name} needs the module {missing!r}, which is not installed"
    except (Exception, SystemExit) as error:  # noqa: BLE001 - importing runs code of others
        text = f"{name} cannot be imported: {described(error)}"
    raise _error(wanted, text)


def _attribute(module: ModuleType, name: str, wanted: CheckPath) -> object:
    """What a module has under a name, or ``None``; it may be made on demand, by any code."""
    try:
        found: object = getattr(module, name, None)
    except (Exception, SystemExit) as error:  # noqa: BLE001 - a module's __getattr__ is of others
        text = f"{module.__name__} gives no {name!r}: {described(error)}"
    else:
        return found
    raise _error(wanted, text)


def _beside(missing: str) -> str:
    """A hint at the modules that are where one is missing."""
    parent, _, name = missing.rpartition(".")
    if parent:
        return nearest(name, _submodules(import_module(parent)))
    similar = difflib.get_close_matches(name, _submodules(None), n=1)
    return f", did you mean {similar[0]!r}?" if similar else ""


def _submodules(package: ModuleType | None) -> list[str]:
    """The modules in a package, or those at the top where it is ``None``."""
    places = None if package is None else getattr(package, "__path__", ())
    return [module.name for module in pkgutil.iter_modules(places)]


def _names_in(module: ModuleType) -> Iterable[str]:
    """The names in a module that could be checks: its own functions, and classes and instances."""
    for name, value in vars(module).items():
        if not name.startswith("_") and _could_be_check(value, module):
            yield name


def _could_be_check(value: Any, module: ModuleType) -> bool:
    """Judged by its type alone: any question would make a lazy object, by code of others."""
    kind = type(value)
    if issubclass(kind, BaseHealthCheck):
        return True
    is_class = issubclass(kind, type) and issubclass(value, BaseHealthCheck)
    return (is_class or kind is FunctionType) and value.__module__ == module.__name__


def _error(wanted: CheckPath, text: str) -> ImportPathError:
    return ImportPathError(one_line(f"{wanted.setting}: {wanted.path!r}: {text}"))
