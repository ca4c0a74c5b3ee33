"""Thresholds, timeouts and switches: ``HEALTH_CHECK`` and ``HEALTH_*`` as one typed value."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any

import msgspec

from django_health.validation import InvalidDocument, convert, merged, nearest

Percent = Annotated[float, msgspec.Meta(gt=0, le=100)]
Seconds = Annotated[float, msgspec.Meta(gt=0, le=3600)]

COMPONENTS = ("database", "cache", "system")
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
        checks: Switches by component; one that is not named is on.
    """

    thresholds: Thresholds = Thresholds()
    timeouts: Timeouts = Timeouts()
    checks: dict[str, bool] = {}

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
    lowered = {str(key).lower(): value for key, value in document.items()}
    defaults: dict[str, Any] = msgspec.to_builtins(HealthSettings())
    return convert(merged(defaults, lowered), HealthSettings, place)


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
