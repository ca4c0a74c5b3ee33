"""Alerts without Alertmanager: what is wrong is told when it changes, to whom it concerns."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from django_health.alerting.alertmanager import AlertmanagerAlertChannel
    from django_health.alerting.apprise import AppriseAlertChannel
    from django_health.alerting.channel import AlertChannel, AlertError
    from django_health.alerting.email import EmailAlertChannel
    from django_health.alerting.health_alerting import HealthAlerting
    from django_health.alerting.telegram import TelegramAlertChannel
    from django_health.alerting.webhook import WebhookAlertChannel

_PLACES = {
    "AlertChannel": "channel",
    "AlertError": "channel",
    "AlertmanagerAlertChannel": "alertmanager",
    "AppriseAlertChannel": "apprise",
    "EmailAlertChannel": "email",
    "HealthAlerting": "health_alerting",
    "TelegramAlertChannel": "telegram",
    "WebhookAlertChannel": "webhook",
}

__all__ = [
    "AlertChannel",
    "AlertError",
    "AlertmanagerAlertChannel",
    "AppriseAlertChannel",
    "EmailAlertChannel",
    "HealthAlerting",
    "TelegramAlertChannel",
    "WebhookAlertChannel",
]


def __getattr__(name: str) -> object:
    """Load a public name from its module."""
    if place := _PLACES.get(name):
        return getattr(import_module(f"{__name__}.{place}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted(__all__)
