"""Figures in words that a tired person reads at a glance."""

from __future__ import annotations

from datetime import UTC, datetime

_SIZES = ("B", "KiB", "MiB", "GiB", "TiB", "PiB")
_LEAST = 0.00001
"""Seconds below which nobody cares."""

_MINUTE, _HOUR, _DAY = 60, 3600, 86_400


def duration(seconds: float) -> str:
    """Return seconds in the unit that fits: ``1.8 ms``, ``2.5 s``, ``3 h 10 min``."""
    if seconds < 0:  # a clock may be behind
        return f"−{duration(-seconds)}"
    if 0 < seconds < _LEAST:
        return f"under {duration(_LEAST)}"
    if seconds < 1:
        return f"{_short(seconds * 1000)} ms"
    if seconds < 2 * _MINUTE:
        return f"{_short(seconds)} s"
    if seconds < _HOUR:
        return f"{seconds / _MINUTE:.0f} min"
    large, small, names = (_DAY, _HOUR, "d h") if seconds >= 2 * _DAY else (_HOUR, _MINUTE, "h min")
    whole, part = divmod(round(seconds / small), large // small)
    unit, subunit = names.split()
    return f"{whole} {unit} {part} {subunit}" if part else f"{whole} {unit}"


def size(count: float) -> str:
    """Return bytes in the unit that fits, of 1024 each: ``7.3 MiB``."""
    amount, unit = count, 0
    while abs(amount) >= 1024 and unit < len(_SIZES) - 1:
        amount, unit = amount / 1024, unit + 1
    return f"{_short(amount)} {_SIZES[unit]}"


def number(value: float) -> str:
    """Return a number with two digits behind the point, or two that count, in groups of three."""
    if 0 < abs(value) < 0.01:
        return f"{value:.2g}"
    return f"{value:,.2f}".rstrip("0").rstrip(".")


def percent(value: float) -> str:
    """Return a percentage: ``63.1 %``."""
    return f"{number(round(float(value), 1))} %"


def clock(unix: float) -> str:
    """Return the time of day of Unix seconds in UTC: ``10:30:00``."""
    return datetime.fromtimestamp(unix, UTC).strftime("%H:%M:%S")


def moment(unix: float) -> str:
    """Return day and time of Unix seconds in UTC: ``2023-12-01 10:30:00``."""
    return datetime.fromtimestamp(unix, UTC).strftime("%Y-%m-%d %H:%M:%S")


def counted(count: int, one: str, many: str) -> str:
    """Return a number with the word that fits it: ``1 check``, ``2 checks``."""
    return f"{count:,} {one if count == 1 else many}"


def _short(value: float) -> str:
    """Two digits that count, and no more than whole ones."""
    digits = 0 if abs(value) >= 9.95 else 1 if abs(value) >= 0.95 else 2
    text = f"{value:.{digits}f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
