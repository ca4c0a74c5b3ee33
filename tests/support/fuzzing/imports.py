"""A fence around what settings have imported: an invented dotted path may name any module."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from types import ModuleType

from django_health.custom import paths
from django_health.sources import dotted

_LET_IN = ("django.core.cache.backends.", "django.db.backends.", "django_redis.")


@contextmanager
def few_imports() -> Iterator[None]:
    """Let only backends be imported inside the block; all else is not installed."""
    for module in (dotted, paths):
        vars(module)["import_module"] = _imported
    try:
        yield
    finally:
        for module in (dotted, paths):
            vars(module)["import_module"] = import_module


def _imported(name: str) -> ModuleType:
    if not name.startswith(_LET_IN):
        raise ModuleNotFoundError(name=name)
    return import_module(name)
