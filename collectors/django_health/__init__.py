"""What a Django application stands on, asked how it really is.

The names load when they are first used: importing this package reads no settings, opens no port,
registers no metric and imports no driver.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from django_health.version import __version__

if TYPE_CHECKING:
    from django_health.check import BaseHealthCheck
    from django_health.engine import Engine, UnknownCheckError
    from django_health.failure import CheckFailed
    from django_health.metrics import (
        CacheMetricsCollector,
        DatabaseMetricsCollector,
        HealthMetricsCollector,
        SystemMetricsCollector,
    )
    from django_health.registry import build_checks
    from django_health.result import Outcome, Reason, Report, Status
    from django_health.settings import HealthSettings

_PLACES = {
    "BaseHealthCheck": "check",
    "CacheMetricsCollector": "metrics",
    "CheckFailed": "failure",
    "DatabaseMetricsCollector": "metrics",
    "Engine": "engine",
    "HealthMetricsCollector": "metrics",
    "HealthSettings": "settings",
    "Outcome": "result",
    "Reason": "result",
    "Report": "result",
    "Status": "result",
    "SystemMetricsCollector": "metrics",
    "UnknownCheckError": "engine",
    "build_checks": "registry",
}

__all__ = [
    "BaseHealthCheck",
    "CacheMetricsCollector",
    "CheckFailed",
    "DatabaseMetricsCollector",
    "Engine",
    "HealthMetricsCollector",
    "HealthSettings",
    "Outcome",
    "Reason",
    "Report",
    "Status",
    "SystemMetricsCollector",
    "UnknownCheckError",
    "__version__",
    "build_checks",
]


def __getattr__(name: str) -> object:
    """Load a public name from its module."""
    if place := _PLACES.get(name):
        return getattr(import_module(f"django_health.{place}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted(__all__)
