"""How to check: ``HEALTH_CHECK``, ``HEALTH_*`` and the file as one typed value."""

from __future__ import annotations

from django_health.settings.declared import Timeouts
from django_health.settings.health import (
    COMPONENTS,
    UNIX,
    HealthSettings,
    Percent,
    Threshold,
    Thresholds,
    require_known,
    settings_from,
    with_environment,
)

__all__ = [
    "COMPONENTS",
    "UNIX",
    "HealthSettings",
    "Percent",
    "Threshold",
    "Thresholds",
    "Timeouts",
    "require_known",
    "settings_from",
    "with_environment",
]
