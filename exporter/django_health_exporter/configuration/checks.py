"""Makes the checks while the configuration is read, so that what they refuse is found there."""

from __future__ import annotations

from collections.abc import Iterable
from importlib.metadata import entry_points

from django_health.check import BaseHealthCheck
from django_health.custom.django_settings import custom_check_paths
from django_health.custom.entry_points import GROUP
from django_health.custom.loading import load_custom_checks
from django_health.custom.paths import CheckPath
from django_health.custom.selection import fitted, known_names
from django_health.failure import CheckFailed
from django_health.registry import build_checks
from django_health.settings import HealthSettings, require_known
from django_health.settings.validation import InvalidDocument
from django_health.targets import Target


def checks_of(
    targets: Iterable[Target], health: HealthSettings, *, in_django: bool
) -> tuple[BaseHealthCheck, ...]:
    """Return the checks that the daemon runs: the library's, the project's, those of packages.

    Drivers and the modules of custom checks are imported, and nothing is connected to. Where a
    Django project has custom checks, its applications are loaded first: such modules import models.

    Raises:
        HealthCheckError, InvalidDocument, TargetError: A target's options cannot work, it needs a
            package that is not installed, or a custom check is none.
    """
    found = tuple(targets)
    paths = _paths(health, in_django=in_django)
    if in_django and (paths or entry_points(group=GROUP)):
        _load_applications()
    custom = load_custom_checks(paths)
    built_in = build_checks(found, health, in_django=in_django)
    require_known(health, known_names(found, [*built_in, *custom]))
    return (*built_in, *fitted(custom, health))


def _paths(health: HealthSettings, *, in_django: bool) -> list[CheckPath]:
    if in_django:
        return custom_check_paths(health)
    return [CheckPath(path, "custom_checks") for path in health.custom_checks]


def _load_applications() -> None:
    from django_health.project import load_applications  # noqa: PLC0415 - Django is optional

    try:
        load_applications()
    except CheckFailed as failure:
        raise InvalidDocument(f"custom checks: {failure}") from None
