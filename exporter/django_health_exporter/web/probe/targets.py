"""What can be probed one by one, and under which names."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from django_health.caches.skipped import SkippedCheck
from django_health.check import BaseHealthCheck
from django_health.engine import Engine

PART_OF: Mapping[str, str] = {"migrations": "database"}
"""Components whose targets are those of another component."""


class ProbeTarget(NamedTuple):
    """One thing that is watched.

    Attributes:
        component: What it is: ``database``, ``cache``, ``http``, the name of a custom check.
        alias: Its name in the configuration; empty where there is one thing of its component.
        kinds: The components whose checks concern it, in the order of the report.
    """

    component: str
    alias: str
    kinds: tuple[str, ...]

    @property
    def name(self) -> str:
        """What it is asked for by: ``database/default``, or ``system``."""
        return name_of(self.component, self.alias)


def name_of(component: str, alias: str) -> str:
    """Return the name of a target.

    The component is always in it. An alias alone would be another target, or none, as soon as
    somebody gives a cache the name of a database.
    """
    return f"{component}/{alias}" if alias else component


def probe_targets(checks: Iterable[BaseHealthCheck]) -> dict[str, ProbeTarget]:
    """Return by its name each target of some checks, in their order.

    A cache that only the application's own process can ask is none.
    """
    kinds: dict[tuple[str, str], dict[str, None]] = {}
    for check in checks:
        if not isinstance(check, SkippedCheck):
            place = (PART_OF.get(check.name, check.name), check.target)
            kinds.setdefault(place, {})[check.name] = None
    found = (ProbeTarget(*place, tuple(names)) for place, names in kinds.items())
    return {target.name: target for target in found}


class KnownTargets:
    """The targets of an engine, looked for again only when it has other checks.

    A probe asks for one of them; among thousands, looking at all would cost more than the answer.

    Args:
        engine: What asks them.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._checks: tuple[BaseHealthCheck, ...] = ()
        self._found: Mapping[str, ProbeTarget] = {}

    def now(self) -> Mapping[str, ProbeTarget]:
        """Return by its name each target that there is."""
        checks = self._engine.checks
        if checks is not self._checks:
            self._checks, self._found = checks, probe_targets(checks)
        return self._found
