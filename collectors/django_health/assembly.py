"""From a Django project's settings to its checks, for the process that the project runs in."""

from __future__ import annotations

import os
from dataclasses import dataclass

from django.conf import settings as django_settings

from django_health.check import BaseHealthCheck
from django_health.custom.django_settings import custom_check_paths
from django_health.custom.loading import load_custom_checks
from django_health.custom.selection import fitted, known_names
from django_health.registry import build_checks
from django_health.settings import HealthSettings, require_known, settings_from, with_environment
from django_health.sources.django_settings import targets_from_django
from django_health.targets import Target

SETTING = "HEALTH_CHECK"


@dataclass(frozen=True)
class Assembly:
    """What a project's settings amount to.

    Attributes:
        settings: How to check.
        targets: Databases and caches, also those whose component is off.
        built_in: The library's own checks.
        custom: The project's own checks.
    """

    settings: HealthSettings
    targets: tuple[Target, ...]
    built_in: tuple[BaseHealthCheck, ...]
    custom: tuple[BaseHealthCheck, ...]


def assembled() -> Assembly:
    """Return what the project's settings and the environment amount to; nothing is connected to.

    Raises:
        HealthCheckError: A setting cannot be used; one line says which, and what to do.
        django.core.exceptions.ImproperlyConfigured: Django has no settings.
    """
    settings = with_environment(settings_in_django(), os.environ)
    targets = tuple(targets_from_django(in_process=True))
    custom = load_custom_checks(custom_check_paths(settings))
    built_in = build_checks(targets, settings, in_django=True)
    require_known(settings, known_names(targets, [*built_in, *custom]))
    return Assembly(settings, targets, tuple(built_in), tuple(fitted(custom, settings)))


def settings_in_django() -> HealthSettings:
    """Return what ``HEALTH_CHECK`` in Django's settings says, without the environment.

    Raises:
        InvalidDocument: It is no dictionary, or a key or a value in it cannot be.
    """
    return settings_from(getattr(django_settings, SETTING, {}), SETTING)
