"""What all checkers ask by: the application, its targets by alias, and their results."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from django_health.application import Application, application
from django_health.errors import UnknownAliasError
from django_health.reports.shown import shown
from django_health.result import Family, Status, Summary
from django_health.targets import Target

StatusWord = Literal["ok", "warning", "error", "skipped"]
"""How a check ended."""

_WORDS: Mapping[Status, StatusWord] = {
    Status.OK: "ok",
    Status.WARNING: "warning",
    Status.ERROR: "error",
    Status.SKIPPED: "skipped",
}


class Checker:
    """Asks the checks of an application.

    Args:
        asked: The application; that of this process by default, made when it is first asked.
    """

    def __init__(self, asked: Application | None = None) -> None:
        self._given = asked

    def _application(self) -> Application:
        return self._given or application()


def targets_of(asked: Application, component: str) -> dict[str, list[Target]]:
    """Return the targets of a component by alias."""
    found: dict[str, list[Target]] = {}
    for target in asked.targets:
        if target.component == component:
            found.setdefault(target.alias, []).append(target)
    return found


def require_alias(targets: Mapping[str, object], alias: str, component: str) -> None:
    """Make sure that there is a target of this alias.

    Raises:
        UnknownAliasError: There is none; the text lists the valid ones.
    """
    if alias not in targets:
        raise UnknownAliasError(alias, targets, component)


def summaries(
    asked: Application, component: str, alias: str | None = None
) -> Mapping[str, Summary]:
    """Return the results by alias, or those of one alias; none where the component is off."""
    if component not in asked.engine.names:
        return {}
    return shown(asked.report([component], target=alias)).targets(component)


def word(summary: Summary | None) -> StatusWord:
    """Return the status in a word; what is off is skipped."""
    return _WORDS[summary.status if summary else Status.SKIPPED]


def response_time(summary: Summary | None) -> float | None:
    """Return the seconds that it took, to microseconds; ``None`` where nothing was asked."""
    if summary is None or summary.status is Status.SKIPPED:
        return None
    return round(summary.duration, 6)


def figure(summary: Summary | None, family: Family) -> float | None:
    """Return a figure, the sum of it over all servers; ``None`` where none of them tells it."""
    found = summary.measurements() if summary else ()
    values = [measured.value for measured in found if measured.family is family]
    return sum(values) if values else None


def count(summary: Summary | None, family: Family) -> int | None:
    """Return a figure that is a whole number."""
    value = figure(summary, family)
    return None if value is None else int(value)


def detail(summary: Summary | None, key: str) -> object:
    """Return the first value that the details of a server have under a key, or ``None``."""
    results = summary.results if summary else ()
    return next((found for r in results if (found := r.outcome.details.get(key)) is not None), None)
