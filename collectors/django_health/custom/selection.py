"""Which of the custom checks are on, and what they are called in settings."""

from __future__ import annotations

import copy
from collections.abc import Iterable, Iterator

from django_health.check import BaseHealthCheck
from django_health.custom.guarded import GuardedCheck
from django_health.settings import HealthSettings
from django_health.targets import Target


def fitted(
    custom: Iterable[BaseHealthCheck],
    settings: HealthSettings,
    known: Iterable[BaseHealthCheck] = (),
) -> Iterator[BaseHealthCheck]:
    """Yield the custom checks that are on, as critical as the settings make them.

    They are copies: the ones that are registered keep what they were registered with.

    Args:
        custom: The checks.
        settings: Which are on, and how critical they are.
        known: Copies that there are already; one that is no other than a new one is yielded again.
    """
    guards = {check.name: check for check in known if isinstance(check, GuardedCheck)}
    for registered in custom:
        if settings.is_on(registered.name):
            check = copy.copy(registered)
            check.critical = settings.critical.get(check.name, check.critical)
            guard = guards.get(check.name)
            yield guard if guard is not None and guard.is_like(check) else check


def known_names(targets: Iterable[Target], checks: Iterable[BaseHealthCheck]) -> list[str]:
    """Return the labels that settings may name, also of databases and caches that are off."""
    return [
        *(f"{target.component}/{target.alias}" for target in targets),
        *(check.label for check in checks),
    ]
