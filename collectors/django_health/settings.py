"""Thresholds, timeouts and switches: ``HEALTH_CHECK`` and ``HEALTH_*`` as one typed value."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any

import msgspec

from django_health.declarations import (
    DnsName,
    HttpEndpoint,
    Interval,
    Seconds,
    SmtpServer,
    SqlQuery,
    StorageProbe,
    TcpEndpoint,
)
from django_health.validation import InvalidDocument, convert, lowered, merged, nearest

Percent = Annotated[float, msgspec.Meta(gt=0, le=100)]

COMPONENTS = (
    "database",
    "cache",
    "system",
    "migrations",
    "celery",
    "configuration",
    "http",
    "smtp",
    "storage",
    "tcp",
    "dns",
    "sql",
)
"""The built-in components, each of which can be switched off."""


class Threshold(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Usage in percent at which a resource warns, and at which it is an error."""

    warning: Percent
    critical: Percent

    def __post_init__(self) -> None:
        if self.warning > self.critical:
            raise ValueError(
                f"warning {self.warning:g} is above critical {self.critical:g}: "
                "set both, the warning not above the critical one"
            )


class Thresholds(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A threshold per resource of the host, in percent."""

    cpu: Threshold = Threshold(70, 90)
    memory: Threshold = Threshold(80, 95)
    disk: Threshold = Threshold(85, 95)


class Timeouts(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Seconds that a check may take, by what it asks."""

    database: Seconds = 5.0
    cache: Seconds = 2.0
    external: Seconds = 10.0


class HealthSettings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Everything that can be set about the checks.

    Attributes:
        thresholds: Usage in percent that warns or fails.
        timeouts: Seconds that a check may take.
        checks: Switches by component or name of a custom check; one that is not named is on.
        critical: By component, custom check or label like ``cache/default``: whether an error makes
            the whole unhealthy. ``False`` makes it a warning of the whole.
        custom_checks: Dotted paths of checks of the project: classes, instances or functions.
        required_env: Environment variables that have to be set and not empty.
        http: URLs to watch, by name; and so on for the sections below it.
        enabled: Whether the views answer at all.
        path: Where the short document is, for the middleware; likewise the two below it.
        require_auth: Whether the views want a user who is logged in.
        require_staff: Whether the views want a user who is staff.
        allowed_ips: Addresses and networks that may ask the views; empty leaves it to the views.
        trusted_proxies: Addresses and networks whose ``X-Forwarded-For`` is believed.
        max_age: Seconds for which the views and the functions of the library give an answer again.
    """

    thresholds: Thresholds = Thresholds()
    timeouts: Timeouts = Timeouts()
    checks: dict[str, bool] = {}
    critical: dict[str, bool] = {}
    custom_checks: list[str] = []
    required_env: list[str] = []
    http: dict[str, HttpEndpoint] = {}
    smtp: dict[str, SmtpServer] = {}
    storage: dict[str, StorageProbe] = {}
    tcp: dict[str, TcpEndpoint] = {}
    dns: dict[str, DnsName] = {}
    sql: dict[str, SqlQuery] = {}
    enabled: bool = True
    path: str = "/health/"
    detailed_path: str = "/health/detailed/"
    system_path: str = "/health/system/"
    require_auth: bool = False
    require_staff: bool = False
    allowed_ips: list[str] = []
    trusted_proxies: list[str] = []
    max_age: Interval = 1.0

    def __post_init__(self) -> None:
        for name in self.checks:
            if name not in COMPONENTS:
                raise ValueError(f"unknown check {name!r}{nearest(name, COMPONENTS)}")

    def is_on(self, component: str) -> bool:
        """Whether a component is to be checked."""
        return self.checks.get(component, True)


ENVIRONMENT: Mapping[str, tuple[str, str]] = {
    "HEALTH_CPU_THRESHOLD": ("thresholds", "cpu"),
    "HEALTH_MEMORY_THRESHOLD": ("thresholds", "memory"),
    "HEALTH_DISK_THRESHOLD": ("thresholds", "disk"),
    "HEALTH_DB_TIMEOUT": ("timeouts", "database"),
    "HEALTH_CACHE_TIMEOUT": ("timeouts", "cache"),
    "HEALTH_EXTERNAL_TIMEOUT": ("timeouts", "external"),
}
"""The environment variables, and which setting each of them overrides."""


def settings_from(document: Mapping[str, object], place: str) -> HealthSettings:
    """Return the settings that a plain document describes.

    Args:
        document: Keys as in :class:`HealthSettings`; Django's upper-case keys mean the same. What
            it leaves out keeps its default, also one of the two levels of a threshold.
        place: What the document is called in error texts, like ``HEALTH_CHECK``.

    Raises:
        InvalidDocument: A key is unknown, or a value is ill-typed or out of range.
    """
    defaults: dict[str, Any] = msgspec.to_builtins(HealthSettings())
    given = lowered(document, HealthSettings)
    return convert(merged(defaults, given), HealthSettings, place)


def with_environment(settings: HealthSettings, environ: Mapping[str, str]) -> HealthSettings:
    """Return the settings with what the ``HEALTH_*`` variables override.

    A threshold is ``WARNING`` or ``WARNING/CRITICAL`` in percent, a timeout is in seconds.

    Raises:
        InvalidDocument: A value is no number or out of range.
    """
    document: dict[str, dict[str, Any]] = msgspec.to_builtins(settings)
    for variable, (section, key) in ENVIRONMENT.items():
        if text := environ.get(variable, "").strip():
            numbers = [_number(part, variable, text) for part in text.split("/")]
            _override(document[section], key, numbers, variable, text)
            settings = convert(document, HealthSettings, variable)
    return settings


def _override(
    section: dict[str, Any], key: str, numbers: list[float], variable: str, text: str
) -> None:
    match section[key], numbers:
        case dict() as threshold, [warning]:
            section[key] = threshold | {"warning": warning}
        case dict(), [warning, critical]:
            section[key] = {"warning": warning, "critical": critical}
        case float() | int(), [seconds]:
            section[key] = seconds
        case _:
            raise InvalidDocument(f"{variable}={text!r}: too many numbers, expected {_form(key)}")


def _number(part: str, variable: str, text: str) -> float:
    try:
        return float(part)
    except ValueError:
        key = ENVIRONMENT[variable][1]
        raise InvalidDocument(f"{variable}={text!r}: not a number, expected {_form(key)}") from None


def _form(key: str) -> str:
    return "seconds like 5" if hasattr(Timeouts(), key) else "percents like 80 or 80/95"
