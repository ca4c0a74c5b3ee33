"""The page of the metric families: all that the daemon and the library tell."""

from __future__ import annotations

import pkgutil
import re
from collections.abc import Iterator
from importlib import import_module
from itertools import groupby

import django_health
import django_health_exporter
from django_health.metrics import TARGET_FAMILIES
from django_health.result import Family
from reference.markdown import code, inline, table
from reference.meaning import said
from reference.page import Page

_INTRODUCTION = """
A figure that a server does not have, or keeps from the user, is absent. Each check's own are listed
with the [checks](reference/checks.md); a query under `sql` has gauges
`django_health_sql_<name>_<column>` of its columns.
"""

_HEAD = ("metric", "type", "labels", "meaning")

_DEFINES = re.compile(r"metrics$|\.families$|\.host\.|\.own\.|\.checks\.\w+$")
"""The modules in which families are defined."""


def families() -> list[Family]:
    """Return every metric family of both packages, by subject, in the order of the modules."""
    values = [value for name in _modules() for value in vars(import_module(name)).values()]
    groups = [value for value in values if type(value) is tuple] + [*TARGET_FAMILIES.values()]
    values += [member for group in groups for member in group]
    found = [value for value in values if type(value) is Family]
    return sorted(dict.fromkeys(found), key=lambda family: subject_of(family.name))


def _modules() -> Iterator[str]:
    for package in (django_health, django_health_exporter):
        for found in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            if _DEFINES.search(found.name):
                yield found.name


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
    return [code(family.name), str(family.kind), ", ".join(family.labels), meaning]


PAGE = Page(
    "metrics.md", "Metrics", "Every metric family: type, labels, meaning and source", _blocks
)
