"""The page of the metric families: all that the daemon and the library tell."""

from __future__ import annotations

import pkgutil
from collections.abc import Iterator
from functools import cache
from importlib import import_module
from itertools import groupby

import django_health
import django_health_exporter
from django_health.result import Family
from reference.checks.sources import families_in
from reference.markdown import code, inline, table
from reference.meaning import said
from reference.page import Page

_INTRODUCTION = """
A figure that a server does not have, or keeps from the user, is absent. Each check's own are listed
with the [checks](reference/checks.md); a query under `sql` has gauges
`django_health_sql_<name>_<column>` of its columns. Those under `probe` are told by
[`/probe`](reference/endpoints.md#get-probe) alone, beside those of its target.
"""

_HEAD = ("metric", "type", "labels", "meaning")

_OF_FAMILIES = (".families", ".metrics")
"""How modules are called that have little but families."""


@cache
def families() -> tuple[Family, ...]:
    """Return every metric family of both packages, by subject, in the order of the modules."""
    values = [value for name in _modules() for value in _named(name)]
    found = dict.fromkeys(family for value in values for family in families_in(value))
    return tuple(sorted(found, key=lambda family: subject_of(family.name)))


def _modules() -> list[str]:
    """Every module but for programs; first those of families, which stand there in their order."""
    found = [
        module.name
        for package in (django_health, django_health_exporter)
        for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}.")
        if not module.name.endswith(".__main__")
    ]
    return sorted(found, key=lambda name: not name.endswith(_OF_FAMILIES))


def _named(module: str) -> Iterator[object]:
    """What a module has names for, without those of Python itself."""
    for name, value in vars(import_module(module)).items():
        if not name.startswith("__"):
            yield value


def subject_of(name: str) -> str:
    """Return what a family is about: the word behind the prefix."""
    return name.removeprefix("django_health_").partition("_")[0]


def _blocks() -> list[str]:
    blocks = [_INTRODUCTION]
    for subject, group in groupby(families(), key=lambda family: subject_of(family.name)):
        rows = [_row(family) for family in group]
        blocks += [f"## {subject}", table(_HEAD, rows, whole=True)]
    return blocks


def _row(family: Family) -> list[str]:
    meaning = inline(said(family.help, family.name))
    place = f'<a id="{family.name}"></a>'  # so that one metric can be linked to
    return [code(family.name), str(family.kind), ", ".join(family.labels), place + meaning]


PAGE = Page(
    "metrics.md", "Metrics", "Every metric family: type, labels, meaning and source", _blocks
)
