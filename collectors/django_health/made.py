"""Checks that there are already, and whether one would be made of the very same again."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from django_health.check import BaseHealthCheck
from django_health.targets import Target

THROUGH_DJANGO = frozenset({"django-cache", "django-database", "database-cache"})
"""Kinds of targets that hold an alias alone: what it stands for is in Django's settings."""


class Made:
    """The checks that there are, by what each of them was made of.

    Args:
        known: The checks.
        critical: What is said to be critical now.
    """

    def __init__(self, known: Iterable[BaseHealthCheck], critical: Mapping[str, bool]) -> None:
        self._known = {check.label: check for check in known if check.made_of is not None}
        self._critical = critical

    def of(self, parts: tuple[object, ...], fresh: BaseHealthCheck) -> BaseHealthCheck:
        """Return the check that there is, if it is no other than a new one, else the new one.

        A check is asked while it is looked at here: nothing of it is changed.

        Args:
            parts: All that the new one was made of, besides its timeout.
            fresh: The new one, which has connected to nothing.
        """
        if any(isinstance(part, Target) and part.kind in THROUGH_DJANGO for part in parts):
            return fresh
        fresh.made_of = parts
        fresh.critical = is_critical(fresh, self._critical)
        known = self._known.get(fresh.label)
        return known if known is not None and _are_same(known, fresh) else fresh


def _are_same(known: BaseHealthCheck, fresh: BaseHealthCheck) -> bool:
    return (type(known), known.made_of, known.timeout, known.critical) == (
        type(fresh),
        fresh.made_of,
        fresh.timeout,
        fresh.critical,
    )


def is_critical(check: BaseHealthCheck, critical: Mapping[str, bool]) -> bool:
    """What is set for the check itself, else for its target, else for its component."""
    names = (check.label, f"{check.name}/{check.target}", check.name)
    return next((critical[name] for name in names if name in critical), check.critical)
