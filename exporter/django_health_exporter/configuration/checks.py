"""Makes the checks while the configuration is read, so that what they refuse is found there."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from django_health.check import BaseHealthCheck
from django_health.registry import build_checks
from django_health.settings import HealthSettings
from django_health.targets import Target
from django_health.validation import InvalidDocument


def checks_of(targets: Iterable[Target], health: HealthSettings) -> tuple[BaseHealthCheck, ...]:
    """Return the checks that the daemon runs. Drivers are imported, and nothing is connected to.

    Raises:
        InvalidDocument: A target needs a package that is not installed.
        TargetError: A target's options cannot work.
    """
    no_host = msgspec.structs.replace(health, checks={**health.checks, "system": False})
    of_targets = [check for target in targets for check in _of_target(target, no_host)]
    return (*of_targets, *build_checks([], health))


def _of_target(target: Target, no_host: HealthSettings) -> list[BaseHealthCheck]:
    try:
        return build_checks([target], no_host)
    except ModuleNotFoundError as error:
        package = (error.name or "").partition(".")[0]
        remedy = "django-health-exporter[django]" if package == "django" else package
        raise InvalidDocument(
            f"the {target.component} {target.alias!r} needs a package that is not installed: "
            f"pip install '{remedy}'"
        ) from None
