"""What a Django application stands on, asked how it really is.

The names load when they are first used: importing this package reads no settings, opens no port,
registers no metric and imports no driver.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from django_health.version import __version__

if TYPE_CHECKING:
    from django_health.alerting import (
        AlertChannel,
        AlertError,
        AlertmanagerAlertChannel,
        AppriseAlertChannel,
        EmailAlertChannel,
        HealthAlerting,
        TelegramAlertChannel,
        WebhookAlertChannel,
    )
    from django_health.check import BaseHealthCheck
    from django_health.checkers import (
        CacheHealthChecker,
        DatabaseHealthChecker,
        SystemHealthChecker,
        get_health_status,
    )
    from django_health.custom.gauges import Gauge
    from django_health.custom.registration import register_health_check
    from django_health.engine import Engine, UnknownCheckError
    from django_health.errors import (
        DuplicateCheckError,
        HealthCheckError,
        ImportPathError,
        InvalidCheckError,
        UnknownAliasError,
    )
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
    from django_health.views import HealthCheckView, StatusPageView

_PLACES = {
    "AlertChannel": "alerting",
    "AlertError": "alerting",
    "AlertmanagerAlertChannel": "alerting",
    "AppriseAlertChannel": "alerting",
    "BaseHealthCheck": "check",
    "CacheHealthChecker": "checkers",
    "CacheMetricsCollector": "metrics",
    "CheckFailed": "failure",
    "DatabaseHealthChecker": "checkers",
    "DatabaseMetricsCollector": "metrics",
    "DuplicateCheckError": "errors",
    "EmailAlertChannel": "alerting",
    "Engine": "engine",
    "Gauge": "custom.gauges",
    "HealthAlerting": "alerting",
    "HealthCheckError": "errors",
    "HealthCheckView": "views",
    "HealthMetricsCollector": "metrics",
    "HealthSettings": "settings",
    "ImportPathError": "errors",
    "InvalidCheckError": "errors",
    "Outcome": "result",
    "Reason": "result",
    "Report": "result",
    "Status": "result",
    "StatusPageView": "views",
    "SystemHealthChecker": "checkers",
    "SystemMetricsCollector": "metrics",
    "TelegramAlertChannel": "alerting",
    "UnknownAliasError": "errors",
    "UnknownCheckError": "engine",
    "WebhookAlertChannel": "alerting",
    "build_checks": "registry",
    "get_health_status": "checkers",
    "register_health_check": "custom.registration",
}

__all__ = [
    "AlertChannel",
    "AlertError",
    "AlertmanagerAlertChannel",
    "AppriseAlertChannel",
    "BaseHealthCheck",
    "CacheHealthChecker",
    "CacheMetricsCollector",
    "CheckFailed",
    "DatabaseHealthChecker",
    "DatabaseMetricsCollector",
    "DuplicateCheckError",
    "EmailAlertChannel",
    "Engine",
    "Gauge",
    "HealthAlerting",
    "HealthCheckError",
    "HealthCheckView",
    "HealthMetricsCollector",
    "HealthSettings",
    "ImportPathError",
    "InvalidCheckError",
    "Outcome",
    "Reason",
    "Report",
    "Status",
    "StatusPageView",
    "SystemHealthChecker",
    "SystemMetricsCollector",
    "TelegramAlertChannel",
    "UnknownAliasError",
    "UnknownCheckError",
    "WebhookAlertChannel",
    "__version__",
    "build_checks",
    "get_health_status",
    "register_health_check",
]


def __getattr__(name: str) -> object:
    """Load a public name from its module."""
    if place := _PLACES.get(name):
        return getattr(import_module(f"django_health.{place}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted(__all__)
