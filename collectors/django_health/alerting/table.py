"""From settings to channels: the table of the built-in kinds, and the project's own."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from importlib import import_module
from typing import Any

from django_health.alerting.sender import seconds
from django_health.custom.paths import CheckPath, found_at
from django_health.errors import HealthCheckError
from django_health.failure import described
from django_health.settings.alerting import AlertingSettings
from django_health.settings.channels import (
    AlertmanagerChannel,
    AppriseChannel,
    Channel,
    CustomChannel,
    EmailChannel,
    TelegramChannel,
    WebhookChannel,
)
from django_health.settings.validation import InvalidDocument
from django_health.sources.secret_file import secret_in

Builder = Callable[[Any, str, str], object]
"""Makes a channel of its settings, its name and the place of the settings."""


def channels_of(settings: AlertingSettings, place: str = "alerting") -> dict[str, object]:
    """Return the channels that settings describe, by name; files are read, nothing is asked.

    Args:
        settings: What was set.
        place: What the section is called in errors.

    Raises:
        HealthCheckError: A file of a secret cannot be read, a package is missing, or a channel of
            the project's own is none; one line says which and where.
    """
    channels = {}
    for name, one in settings.channels.items():
        where = f"{place}.channels.{name}"
        channels[name] = _channel(one, name, where)
        try:
            _adapt(channels[name], one, settings.interval)
        except AttributeError:
            raise InvalidDocument(f"{where}: its class lets no attribute be set") from None
    return channels


def _adapt(channel: Any, settings: Channel, interval: float) -> None:
    """Have a channel want to be told as often and of as much as its settings say."""
    own = seconds(getattr(channel, "repeat_interval", None), interval)
    if settings.repeat_interval is not None:
        channel.repeat_interval = settings.repeat_interval
    elif own < interval:
        channel.repeat_interval = interval  # it cannot be told more often than is looked
    if settings.send_resolved is not None:
        channel.send_resolved = settings.send_resolved


def _channel(settings: Channel, name: str, place: str) -> object:
    try:
        return BUILDERS[type(settings)](settings, name, place)
    except ValueError as error:
        if isinstance(error, HealthCheckError):
            raise
        raise InvalidDocument(f"{place}: {error}") from None  # a sentence of a channel of ours
    except ImportError as error:
        if isinstance(error, HealthCheckError):
            raise
        missing = error.name or "a package"
        raise InvalidDocument(
            f"{place}: needs {missing}: install django-health-exporter[alerting]"
        ) from None


def _email(settings: EmailChannel, name: str, place: str) -> object:
    return _class("email", "EmailAlertChannel")(
        *settings.recipients,
        name=name,
        sender=settings.sender,
        host=settings.host,
        port=settings.port,
        security=settings.security,
        user=settings.user,
        password=_secret(settings, "password", place),
        ca_file=settings.ca_file,
        **_timeout(settings),
    )


def _webhook(settings: WebhookChannel, name: str, place: str) -> object:
    return _class("webhook", "WebhookAlertChannel")(
        _secret(settings, "url", place),
        _secret(settings, "secret", place),
        name=name,
        headers=settings.headers,
        ca_file=settings.ca_file,
        **_timeout(settings),
    )


def _telegram(settings: TelegramChannel, name: str, place: str) -> object:
    return _class("telegram", "TelegramAlertChannel")(
        _secret(settings, "token", place),
        settings.chat,
        name=name,
        api=settings.api,
        ca_file=settings.ca_file,
        **_timeout(settings),
    )


def _alertmanager(settings: AlertmanagerChannel, name: str, place: str) -> object:
    return _class("alertmanager", "AlertmanagerAlertChannel")(
        *settings.urls,
        name=name,
        labels=settings.labels,
        user=settings.user,
        password=_secret(settings, "password", place),
        token=_secret(settings, "token", place),
        ca_file=settings.ca_file,
        **_timeout(settings),
    )


def _apprise(settings: AppriseChannel, name: str, place: str) -> object:
    urls = settings.urls
    if urls is None:
        lines = (_in_file(settings, "urls", place) or "").splitlines()
        urls = [line.strip() for line in lines if line.strip()]
        if not urls:
            raise InvalidDocument(f"{place}.urls_file names a file without a URL")
    return _class("apprise", "AppriseAlertChannel")(*urls, name=name, **_timeout(settings))


def _custom(settings: CustomChannel, name: str, place: str) -> object:
    made_by = found_at(CheckPath(settings.path, f"{place}.class"))
    if not isinstance(made_by, type) or not callable(getattr(made_by, "send_alert", None)):
        raise InvalidDocument(f"{place}.class: no class with send_alert(health_data)")
    try:
        channel: Any = made_by(**settings.options)
        channel.name = name
        for key, seconds in _timeout(settings).items():
            setattr(channel, key, seconds)
    except Exception as error:  # noqa: BLE001 - its text may be an option
        raise InvalidDocument(f"{place}: cannot be made: {described(error)}") from None
    return channel


BUILDERS: Mapping[type[Channel], Builder] = {
    EmailChannel: _email,
    WebhookChannel: _webhook,
    TelegramChannel: _telegram,
    AlertmanagerChannel: _alertmanager,
    AppriseChannel: _apprise,
    CustomChannel: _custom,
}
"""What makes a channel of each kind of settings."""


def _class(module: str, name: str) -> Callable[..., object]:
    """A channel's class: only who has such a channel pays for its module."""
    found: Callable[..., object] = getattr(import_module(f"django_health.alerting.{module}"), name)
    return found


def _timeout(settings: Channel) -> dict[str, float]:
    """The timeout, if one is set; else that of the class counts."""
    return {} if settings.timeout is None else {"timeout": settings.timeout}


def _secret(settings: Channel, key: str, place: str) -> str | None:
    """What is given as it is, or what stands in the file that is."""
    given: str | None = getattr(settings, key)
    return _in_file(settings, key, place) if given is None else given


def _in_file(settings: Channel, key: str, place: str) -> str | None:
    path: str | None = getattr(settings, f"{key}_file")
    return None if path is None else secret_in(path, f"{place}.{key}_file")
