"""The ``HEALTH_*`` variables of the environment, each of which overrides a setting."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from django_health.settings.validation import InvalidDocument, resembles

ENVIRONMENT: Mapping[str, tuple[str, ...]] = {
    "HEALTH_CPU_THRESHOLD": ("thresholds", "cpu"),
    "HEALTH_MEMORY_THRESHOLD": ("thresholds", "memory"),
    "HEALTH_DISK_THRESHOLD": ("thresholds", "disk"),
    "HEALTH_DB_TIMEOUT": ("timeouts", "database"),
    "HEALTH_CACHE_TIMEOUT": ("timeouts", "cache"),
    "HEALTH_EXTERNAL_TIMEOUT": ("timeouts", "external"),
    "HEALTH_MAX_AGE": ("max_age",),
    "HEALTH_CUSTOM_CHECKS": ("custom_checks",),
    "HEALTH_REQUIRED_ENV": ("required_env",),
    "HEALTH_ENABLED": ("enabled",),
    "HEALTH_PATH": ("path",),
    "HEALTH_DETAILED_PATH": ("detailed_path",),
    "HEALTH_SYSTEM_PATH": ("system_path",),
    "HEALTH_REQUIRE_AUTH": ("require_auth",),
    "HEALTH_REQUIRE_STAFF": ("require_staff",),
    "HEALTH_ALLOWED_IPS": ("allowed_ips",),
    "HEALTH_TRUSTED_PROXIES": ("trusted_proxies",),
}
"""The environment variables, and where the setting is that each of them overrides."""

_SWITCH = {
    **dict.fromkeys(("1", "true", "yes", "on"), True),
    **dict.fromkeys(("0", "false", "no", "off"), False),
}

_LIKE_NUMBERS = re.compile(r"[0-9.,:/%+ -]{1,16}(s|ms)?")
"""A slip in numbers, which an error may repeat."""


def override(document: dict[str, Any], variable: str, text: str) -> None:
    """Put what a variable says into a document of all settings.

    A threshold is ``WARNING`` or ``WARNING/CRITICAL`` in percent, a duration is in seconds, a
    switch is ``true`` or ``false`` (also ``1``, ``yes``, ``on`` and their opposites), a list is
    divided by commas.

    Raises:
        InvalidDocument: The text is none of what it has to be; the error repeats it only where it
            is a slip in a number or a switch.
    """
    *sections, key = ENVIRONMENT[variable]
    for section in sections:
        document = document[section]
    document[key] = _value(document[key], variable, text)


def _value(before: object, variable: str, text: str) -> object:
    """The value of a variable, in the form that the setting has now."""
    match before:
        case bool():
            return _switch(variable, text)
        case float() | int():
            return _seconds(variable, text)
        case dict():
            return {**before, **_levels(variable, text)}
        case list():
            return [part.strip() for part in text.split(",") if part.strip()]
    return text


def _switch(variable: str, text: str) -> bool:
    try:
        return _SWITCH[text.lower()]
    except KeyError:
        shown = f"={text!r}" if resembles(text, _SWITCH) else ""
        raise InvalidDocument(f"{variable}{shown}: expected true or false") from None


def _seconds(variable: str, text: str) -> float:
    form = "seconds like 5"
    first, *more = _numbers(variable, text, form)
    if more:
        raise _too_many(variable, text, form)
    return first


def _levels(variable: str, text: str) -> dict[str, float]:
    form = "percents like 80 or 80/95"
    levels = _numbers(variable, text, form)
    if len(levels) > 2:
        raise _too_many(variable, text, form)
    return dict(zip(("warning", "critical"), levels, strict=False))


def _numbers(variable: str, text: str, form: str) -> list[float]:
    try:
        return [float(part) for part in text.split("/")]
    except ValueError:
        shown = _shown(variable, text)
        raise InvalidDocument(f"{shown}: not a number, expected {form}") from None


def _too_many(variable: str, text: str, form: str) -> InvalidDocument:
    return InvalidDocument(f"{_shown(variable, text)}: too many numbers, expected {form}")


def _shown(variable: str, text: str) -> str:
    return f"{variable}={text!r}" if _LIKE_NUMBERS.fullmatch(text) else variable
