"""How long a check may take, for how long its answer is kept, and what it needs."""

from __future__ import annotations

import inspect
import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path

import msgspec

from django_health.check import BaseHealthCheck
from django_health.settings.declarations import Declaration
from reference.checks.classes import Check
from reference.settings.sections import SECTIONS

_PROJECT = Path(__file__).parents[2] / "pyproject.toml"

TIMEOUT_OF: Mapping[str, str] = {
    "database": "timeouts.database",
    "cache": "timeouts.cache",
    "migrations": "timeouts.database",
    "celery/workers": "timeouts.external",
    "celery/beat": "timeouts.database",
    "configuration/system_checks": "timeouts.external",
    "configuration": "timeouts.database",
    "http": "timeouts.external",
    "smtp": "timeouts.external",
    "storage": "timeouts.external",
    "tcp": "timeouts.external",
    "dns": "timeouts.external",
    "sql": "timeouts.database",
}
"""The setting that a check is given as its timeout, by component, or by component and part."""

_COMES_WITH = {"kombu": "celery", "amqp": "celery"}


def label_of(check: Check) -> str:
    """Return the component of a check, with the part if it is always the same."""
    # Of some it is a property: then each has one of its own.
    is_fixed = type(check.part) is str and check.part != ""
    return f"{check.name}/{check.part}" if is_fixed else check.name


def timeout_of(check: Check) -> str:
    """Return what bounds a run: a setting, or seconds that are fixed."""
    if "timeout" not in inspect.signature(check).parameters:
        return f"{check.timeout:g} s"
    setting = f"`{TIMEOUT_OF.get(label_of(check)) or TIMEOUT_OF[check.name]}`"
    return f"its `timeout`, else {setting}" if declaration_of(check) else setting


def interval_of(check: Check) -> str:
    """Return for how long an answer is kept; empty where each request asks anew."""
    if struct := declaration_of(check):
        default = msgspec.structs.fields(struct)
        (seconds,) = (one.default for one in default if one.name == "min_interval")
        return f"its `min_interval`: {seconds:g} s"
    return f"{check.min_interval:g} s" if check.min_interval else ""


def is_critical(check: Check) -> str:
    """Return whether its error makes the whole unhealthy, where nothing else is set."""
    return "yes" if check.critical else "no: it warns"


def declaration_of(check: type[BaseHealthCheck]) -> type[Declaration] | None:
    """Return how such a check is declared; ``None`` where it is found by itself."""
    struct = SECTIONS.get(check.name)
    return struct if struct is not None and issubclass(struct, Declaration) else None


def needed(package: str) -> str:
    """Return a package in words, with the extra that it comes with."""
    name = _COMES_WITH.get(package, package)
    extras = [extra for extra, packages in _extras().items() if name in packages]
    return f"`{package}`" + "".join(f" (extra `{extra}`)" for extra in extras)


@cache
def _extras() -> Mapping[str, set[str]]:
    """The packages of each extra, in small letters."""
    project = tomllib.loads(_PROJECT.read_text(encoding="utf-8"))["project"]
    return {
        extra: {text.partition(">")[0].partition("[")[0].lower() for text in wanted}
        for extra, wanted in project["optional-dependencies"].items()
    }
