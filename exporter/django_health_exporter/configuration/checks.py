"""Makes the checks while the configuration is read, so that what they refuse is found there."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Sequence
from importlib.metadata import entry_points

from django_health.check import BaseHealthCheck
from django_health.custom.django_settings import custom_check_paths
from django_health.custom.entry_points import GROUP
from django_health.custom.loading import load_custom_checks
from django_health.custom.paths import CheckPath
from django_health.custom.selection import fitted, known_names
from django_health.failure import CheckFailed
from django_health.registry import build_checks
from django_health.settings import COMPONENTS, HealthSettings, require_known
from django_health.settings.validation import InvalidDocument
from django_health.targets import DatabaseTarget, Target

APPLICATION = "django_health"
"""What a project has in ``INSTALLED_APPS`` to have the library inside it."""

logger = logging.getLogger(__name__)


def checks_of(
    targets: Iterable[Target],
    health: HealthSettings,
    *,
    in_django: bool,
    known: Iterable[BaseHealthCheck] = (),
) -> tuple[BaseHealthCheck, ...]:
    """Return the checks that the daemon runs: the library's, the project's, those of packages.

    Drivers and the modules of custom checks are imported, and nothing is connected to. The
    applications of a Django project are loaded first

    - where it names custom checks or a package brings some: such modules import models;
    - where its settings switch a check that is not known, or say how critical one is: an
      application may register it in its ``ready()``;
    - where it has the library installed and no check that is on would load them in its run: then
      what applications register would never be asked. These may not be there in the daemon's
      environment, so that it goes on without them.

    Loading has no time limit here: who hangs in a ``ready()`` keeps the daemon from starting.

    Args:
        targets: Databases and caches.
        health: How to check.
        in_django: Whether a Django project's settings are configured.
        known: Checks that there are already; those that would be made of the same are among them.

    Raises:
        HealthCheckError, InvalidDocument, TargetError: A target's options cannot work, it needs a
            package that is not installed, or a custom check is none.
    """
    found, known = tuple(targets), tuple(known)
    paths = _paths(health, in_django=in_django)
    if in_django:
        _load_applications_for(found, health, paths)
    custom = load_custom_checks(paths)
    built_in = build_checks(found, health, in_django=in_django, known=known)
    require_known(health, known_names(found, [*built_in, *custom]))
    return (*built_in, *fitted(custom, health, known))


def _paths(health: HealthSettings, *, in_django: bool) -> list[CheckPath]:
    if in_django:
        return custom_check_paths(health)
    return [CheckPath(path, "custom_checks") for path in health.custom_checks]


def _load_applications_for(
    targets: Sequence[Target], health: HealthSettings, paths: Sequence[CheckPath]
) -> None:
    from django_health.project import load_applications  # noqa: PLC0415 - Django is optional

    try:
        if paths or entry_points(group=GROUP) or _names_unknown(health):
            load_applications()
    except CheckFailed as failure:
        raise InvalidDocument(f"custom checks: {failure}") from None
    try:
        if is_installed() and not _is_loaded_by_a_check(targets, health):
            load_applications()
    except CheckFailed as failure:
        logger.warning("checks that applications register are not asked: %s", failure)


def _names_unknown(health: HealthSettings) -> bool:
    """Whether the settings name a check that is none of the library's."""
    return any(
        name.partition("/")[0] not in COMPONENTS for name in (*health.checks, *health.critical)
    )


def is_installed() -> bool:
    """Whether the library is one of the project's applications, by its name or its class."""
    from django.conf import settings  # noqa: PLC0415 - Django is optional

    return any(entry.partition(".")[0] == APPLICATION for entry in settings.INSTALLED_APPS)


def _is_loaded_by_a_check(targets: Sequence[Target], health: HealthSettings) -> bool:
    """Whether a check that is on loads the applications when it runs."""
    if health.is_on("celery") or health.is_on("configuration"):
        return True
    has_database = any(isinstance(target, DatabaseTarget) for target in targets)
    return has_database and health.is_on("migrations")
