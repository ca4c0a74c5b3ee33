"""What the answers of the checks say that is missing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from django_health.doctor.finding import Finding, Level
from django_health.doctor.remedies import GRANTS, remedy_for
from django_health.doctor.way import Way
from django_health.masking import masked
from django_health.result import CheckResult, Reason, Report, Status
from django_health.terminal.headline import explained, label

_FEW = 6
"""Figures that a sentence names; the others are counted."""

_WITH_GRANTS = ("database", "cache", "celery")
"""The components whose privileges a command prints."""


def findings_of(report: Report, ways: Mapping[str, Way]) -> Iterator[Finding]:
    """Yield what is not well, and what is kept from the user, in the order of the report.

    Args:
        report: Its details have to be fit to be shown.
        ways: How far the ways lead to what could not be reached, by the labels of the checks.
    """
    for result in report.results:
        yield from _of_status(result, ways.get(result.label))
        yield from _of_privileges(result)
        if unknown := _texts(result.outcome.details.get("not_measured")):
            yield Finding(Level.NOTE, label(result), f"the server does not tell: {_named(unknown)}")
        if slow := _texts(result.outcome.details.get("too_slow")):
            yield Finding(
                Level.NOTE,
                label(result),
                f"takes too long and is left out: {_named(slow)}",
                "raise timeouts.database in the settings to have it",
            )


def _of_status(result: CheckResult, way: Way | None) -> Iterator[Finding]:
    said = masked(explained(result))
    remedy = remedy_for(result)
    if way is not None and way.remedy:  # it knows better
        said, remedy = f"{result.outcome.reason}: {way.what}", way.remedy
    elif way is not None:
        said = f"{said}; {way.what}"
    match result.status:
        case Status.ERROR:
            level = Level.ERROR if result.critical else Level.WARNING
            yield Finding(level, label(result), said or "it fails", remedy)
        case Status.WARNING:
            yield Finding(Level.WARNING, label(result), said or "it warns", remedy)
        case Status.SKIPPED:
            yield Finding(Level.NOTE, label(result), f"is not asked: {said}" if said else "skipped")


def _of_privileges(result: CheckResult) -> Iterator[Finding]:
    """What is kept from the user, and all grants that would give it."""
    grants = _by_grant(result.outcome.details)
    if not grants or result.outcome.reason is Reason.PERMISSION:  # which says it already
        return
    figures = [figure for of_one in grants.values() for figure in of_one]
    remedy = "; ".join(filter(None, grants))
    if result.name in _WITH_GRANTS:
        place = "/".join(filter(None, (result.name, result.target)))
        remedy = f"{remedy} ('{GRANTS} {place}' prints all of it)"
    what = f"the server keeps from this user: {_named(figures)}"
    yield Finding(Level.WARNING, label(result), what, remedy)


def _by_grant(details: Mapping[str, object]) -> dict[str, list[str]]:
    """The figures that are missing by what would give them: each entry is ``FIGURE: GRANT``."""
    grants: dict[str, list[str]] = {}
    for entry in _texts(details.get("missing_privileges")):
        figure, _, grant = entry.partition(": ")
        grants.setdefault(grant, []).append(figure)
    return grants


def _named(names: list[str]) -> str:
    more = f" and {len(names) - _FEW} more" if len(names) > _FEW else ""
    return ", ".join(names[:_FEW]) + more


def _texts(value: object) -> list[str]:
    return [masked(str(one)) for one in value] if isinstance(value, list | tuple) else []
