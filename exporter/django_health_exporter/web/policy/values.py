"""What single texts of the file mean: truth values, whole numbers, Go's durations."""

from __future__ import annotations

import re

from django_health.settings.validation import InvalidDocument

_TRUE = frozenset({"true", "yes", "on", "y"})
_FALSE = frozenset({"false", "no", "off", "n"})

_NUMBER = re.compile(r"[+-]?[0-9]{1,12}")

_LONGEST = 2**63 / 1e9
"""Seconds of the longest duration in Go, which counts nanoseconds."""

_UNITS = {"ns": 1e-9, "us": 1e-6, "µs": 1e-6, "μs": 1e-6, "ms": 1e-3, "s": 1, "m": 60, "h": 3600}
_AMOUNT = r"(?P<amount>[0-9]+\.?[0-9]*|\.[0-9]+)(?P<unit>ns|us|µs|μs|ms|s|m|h)"
_DURATION = re.compile(rf"(?:{_AMOUNT.replace('?P<amount>', '').replace('?P<unit>', '')})+")
_PART = re.compile(_AMOUNT)


def truth(text: str | None, place: str, *, default: bool) -> bool:
    """Return a truth value as YAML writes it.

    Raises:
        InvalidDocument: It is none.
    """
    if text is None:
        return default
    if text.lower() in _TRUE:
        return True
    if text.lower() in _FALSE:
        return False
    raise InvalidDocument(f"{place}: is no truth value: write true or false")


def count(text: str, place: str) -> int:
    """Return a number that is not negative.

    Raises:
        InvalidDocument: It is none.
    """
    if not _NUMBER.fullmatch(text):
        raise InvalidDocument(f"{place}: is no whole number: write one like 20")
    number = int(text)
    if number < 0:
        raise InvalidDocument(f"{place}: {number} is negative: write a number like 20")
    return number


def seconds(text: str, place: str) -> float:
    """Return the seconds of a duration as Go writes it, like ``1m30s``; ``0`` needs no unit.

    Raises:
        InvalidDocument: It is none, negative, or longer than Go's longest.
    """
    if text in {"0", "+0", "-0"}:
        return 0.0
    bare = text.removeprefix("+")
    if _DURATION.fullmatch(bare.removeprefix("-")) is None:
        unit = " (the unit is missing)" if _NUMBER.fullmatch(text) else ""
        raise InvalidDocument(f"{place}: is no duration{unit}: write one like 500ms, 1s or 1m30s")
    if bare.startswith("-"):
        raise InvalidDocument(f"{place}: is negative: write a duration like 1s, or 0 for no limit")
    total = sum(float(part["amount"]) * _UNITS[part["unit"]] for part in _PART.finditer(bare))
    if total >= _LONGEST:
        raise InvalidDocument(f"{place}: is too long: write a duration like 1s")
    return total
