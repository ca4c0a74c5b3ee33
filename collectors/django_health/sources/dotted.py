"""Classes and functions by the dotted paths that settings name."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module


class NotThereError(Exception):
    """There is no such module, or no such name in it."""


def class_at(module: str, name: str) -> type | None:
    """Return a class of a module that the application would import as well.

    Returns:
        The class, or ``None`` where the module is there and fails to import, be it for a driver
        that is not installed: only its use can say more.

    Raises:
        NotThereError: There is no such module or class.
    """
    try:
        found = _found(module, name)
    except _BrokenError:
        return None
    if not isinstance(found, type):
        raise NotThereError
    return found


def callable_at(module: str, name: str) -> Callable[..., object]:
    """Return a function of a module.

    Raises:
        NotThereError: There is no such module or function, or the module fails to import.
    """
    try:
        found = _found(module, name)
    except _BrokenError:
        raise NotThereError from None
    if not callable(found):
        raise NotThereError
    return found


class _BrokenError(Exception):
    """The module is there and fails to import."""


def _found(module: str, name: str) -> object:
    if not all(part.isidentifier() for part in (*module.split("."), name)):
        raise NotThereError
    try:
        return getattr(import_module(module), name, None)
    except ModuleNotFoundError as error:
        is_itself = f"{module}.".startswith(f"{error.name}.")
        raise (NotThereError if is_itself else _BrokenError) from None
    except Exception:  # noqa: BLE001 - importing runs code of others, which may raise anything
        raise _BrokenError from None
