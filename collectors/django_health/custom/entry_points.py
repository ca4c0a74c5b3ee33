"""Checks that installed packages bring along: entry points of the group ``django_health.checks``.

They are code of others that came with a dependency: one that fails to load is a result of its own,
and keeps neither the application nor the other checks from starting.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from importlib import metadata
from itertools import count
from typing import NamedTuple

from django_health.check import BaseHealthCheck
from django_health.custom.attributes import is_name
from django_health.custom.roster import Roster
from django_health.errors import HealthCheckError
from django_health.failure import CheckFailed, described
from django_health.json_ready import one_line
from django_health.result import Outcome, Reason
from django_health.settings import COMPONENTS

GROUP = "django_health.checks"


class BrokenCheck(BaseHealthCheck):
    """Stands in for a check that could not be loaded, and says so.

    Its error does not make the whole unhealthy.

    Args:
        name: A name that is free.
        message: Why, in a sentence.
    """

    description = "a check of an installed package, which cannot be loaded"
    critical = False

    def __init__(self, name: str, message: str) -> None:
        self.name = name
        self._message = message

    def check(self) -> Outcome:
        """Say that there is no check.

        Raises:
            CheckFailed: Always, with reason ``misconfigured``.
        """
        raise CheckFailed(Reason.MISCONFIGURED, self._message)


class Loaded(NamedTuple):
    """An entry point, and what it led to, or why it led to nothing."""

    point: metadata.EntryPoint
    given: object
    failure: str = ""


def loaded_entry_points() -> list[Loaded]:
    """Load what installed packages bring along; importing it may register checks."""
    return [_loaded(point) for point in _points()]


def add_loaded(roster: Roster, loaded: Iterable[Loaded]) -> list[BaseHealthCheck]:
    """Add what was loaded; return those that stand in for what cannot be loaded or added."""
    broken: list[BaseHealthCheck] = []
    for point, given, cause in loaded:
        failure = cause or _added(roster, given)
        if failure:
            taken = {*roster.names, *(check.name for check in broken), *COMPONENTS}
            sentence = one_line(_sentence(point, failure))
            broken.append(BrokenCheck(_free(point.name, taken), sentence))
    return broken


def _loaded(point: metadata.EntryPoint) -> Loaded:
    try:
        return Loaded(point, point.load())
    except HealthCheckError as error:
        return Loaded(point, None, str(error))
    except (Exception, SystemExit) as error:  # noqa: BLE001 - importing runs code of others
        return Loaded(point, None, described(error))


def _added(roster: Roster, given: object) -> str:
    """Add what was loaded, and return why it cannot be, or an empty text."""
    try:
        roster.add(given)
    except HealthCheckError as error:
        return str(error)
    return ""


def _points() -> list[metadata.EntryPoint]:
    """The entry points, each once though its package may be found twice, in a steady order."""
    found = {(point.name, point.value): point for point in metadata.entry_points(group=GROUP)}
    return [found[key] for key in sorted(found)]


def _sentence(point: metadata.EntryPoint, cause: str) -> str:
    package = f" of {point.dist.name}" if point.dist else ""
    return f"the entry point {point.name!r}{package} brings no check: {cause}"


def _free(wanted: str, taken: Collection[str]) -> str:
    """A valid name that is not taken, like the wanted one."""
    base = wanted if is_name(wanted) else "entry-point"
    return next(name for name in _alike(base) if name not in taken)


def _alike(base: str) -> Iterator[str]:
    yield base
    for number in count(2):
        yield f"{base}-{number}"
