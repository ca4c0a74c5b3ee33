"""The page of the built-in checks."""

from __future__ import annotations

from itertools import groupby

from django_health.reports.families import SERVER_UP, TARGET_FAMILIES, THRESHOLD
from django_health.result import Family
from django_health.settings import COMPONENTS
from reference.checks.classes import Check, built_in_checks
from reference.checks.facts import interval_of, is_critical, label_of, needed, timeout_of
from reference.checks.sources import families_of, packages_of, thresholds_of
from reference.markdown import code, codes, inline, paragraphs, table
from reference.meaning import paragraphs_of, said
from reference.page import Page

_INTRODUCTION = """
What is asked, how long it may take, and which [metrics](../metrics.md) it has. A run that overruns
its timeout is an error with reason `timeout`; an answer that is kept is given again, unless it is
an error. What is set for checks is in the [settings](settings.md); checks of your own: [custom
checks](../custom-checks.md).
"""

_OF_COMPONENT = {"cache": (SERVER_UP,), "system": (THRESHOLD,)}
"""Families that come from a report, beside those of all components with targets."""

_HEAD = ("check", "component", "timeout", "answer kept for", "critical", "asks")


def by_component() -> dict[str, list[Check]]:
    """Return the checks of each component, in the order of the components."""
    checks = sorted(built_in_checks(), key=lambda check: COMPONENTS.index(check.name))
    return {name: list(group) for name, group in groupby(checks, lambda check: check.name)}


def _blocks() -> list[str]:
    found = by_component()
    rows = [_row(check) for checks in found.values() for check in checks]
    blocks = [_INTRODUCTION, "## All of them", table(_HEAD, rows)]
    for component, checks in found.items():
        blocks += [f"## `{component}`", _shared(component)]
        for check in checks:
            blocks += _check(check)
    return blocks


def _row(check: Check) -> list[str]:
    name = check.__name__
    return [
        f"[`{name}`](#{name.lower()})",
        code(label_of(check)),
        timeout_of(check),
        interval_of(check),
        is_critical(check),
        inline(said(check.description, f"{name}.description")),
    ]


def shared_families(component: str) -> list[Family]:
    """Return what is told of a component, whatever its checks have."""
    return [*TARGET_FAMILIES.get(component, ()), *_OF_COMPONENT.get(component, ())]


def _shared(component: str) -> str:
    names = codes(family.name for family in shared_families(component))
    return f"Besides what each check has: {names}." if names else ""


def _check(check: Check) -> list[str]:
    families = codes(family.name for family in families_of(check))
    limits = codes(f"thresholds.{name}" for name in thresholds_of(check))
    packages = ", ".join(needed(package) for package in packages_of(check))
    facts = [
        f"- Packages: {packages}." if packages else "",
        f"- Held against {limits}." if limits else "",
        f"- Metrics: {families}." if families else "",
    ]
    about = paragraphs(paragraphs_of(check, check.__name__))
    return [f"### `{check.__name__}`", about, "\n".join(filter(None, facts))]


PAGE = Page(
    "reference/checks.md",
    "Built-in checks",
    "What each check asks, its timeout, thresholds, packages and metrics",
    _blocks,
)
