"""The attributes of a custom check, read once and proven, so that nothing later depends on them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TypeGuard

from django_health.check import BaseHealthCheck
from django_health.custom.gauges import Gauge, validated
from django_health.errors import InvalidCheckError
from django_health.json_ready import one_line

MAX_NAME = 100
MAX_TIMEOUT = 3600.0
"""Seconds; the longest that a run may take."""

MAX_INTERVAL = 86400.0
"""Seconds; the longest that an answer may be kept."""

_NAME = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.-]*")
_PLACE = re.compile(r"[^\s/]+")


@dataclass(frozen=True, slots=True)
class Attributes:
    """What a check declares about itself; the meanings are those of :class:`BaseHealthCheck`."""

    name: str
    target: str
    part: str
    description: str
    timeout: float
    min_interval: float
    critical: bool
    gauges: tuple[Gauge, ...]


def attributes_of(check: BaseHealthCheck) -> Attributes:
    """Read and prove the attributes of a check.

    Raises:
        InvalidCheckError: One of them is missing, ill-typed or out of range.
    """
    return Attributes(
        name=_name(_read(check, "name")),
        target=_place(_read(check, "target"), "target"),
        part=_place(_read(check, "part"), "part"),
        description=_description(_read(check, "description")),
        timeout=_timeout(_read(check, "timeout")),
        min_interval=_interval(_read(check, "min_interval")),
        critical=_switch(_read(check, "critical")),
        gauges=validated(_read(check, "gauges")),
    )


def is_name(text: object) -> bool:
    """Whether a text can be the name of a check."""
    return isinstance(text, str) and len(text) <= MAX_NAME and _NAME.fullmatch(text) is not None


def _read(check: BaseHealthCheck, attribute: str) -> object:
    try:
        found: object = getattr(check, attribute)
    except Exception as error:  # noqa: BLE001 - a property of others may raise anything
        kind = type(error).__name__
        raise InvalidCheckError(f"its {attribute} cannot be read: {kind}; set it") from None
    return found


def _name(value: object) -> str:
    if not isinstance(value, str) or not is_name(value):
        raise InvalidCheckError(
            f"its name has to be a word of at most {MAX_NAME} of the characters A-Z a-z 0-9 _ . - "
            "like payments"
        )
    return str.__str__(value)


def _place(value: object, attribute: str) -> str:
    fits = isinstance(value, str) and value.isprintable() and len(value) <= MAX_NAME
    if not isinstance(value, str) or not fits or not (value == "" or _PLACE.fullmatch(value)):
        raise InvalidCheckError(
            f"its {attribute} has to be a text of at most {MAX_NAME} characters, no spaces or /"
        )
    return str.__str__(value)


def _description(value: object) -> str:
    if not isinstance(value, str):
        raise InvalidCheckError("its description has to be a text")
    return one_line(value)


def _timeout(value: object) -> float:
    if not _is_number(value) or not 0 < value <= MAX_TIMEOUT:
        raise InvalidCheckError(f"its timeout has to be seconds above 0, up to {MAX_TIMEOUT:g}")
    return float(value)


def _interval(value: object) -> float:
    if not _is_number(value) or not 0 <= value <= MAX_INTERVAL:
        raise InvalidCheckError(f"its min_interval has to be seconds from 0 to {MAX_INTERVAL:g}")
    return float(value)


def _switch(value: object) -> bool:
    if not isinstance(value, bool):
        raise InvalidCheckError("its critical has to be True or False")
    return value


def _is_number(value: object) -> TypeGuard[float]:
    return isinstance(value, int | float) and not isinstance(value, bool)
