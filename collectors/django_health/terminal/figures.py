"""The few figures of a check that are worth a line of a table."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from django_health.json_ready import one_line
from django_health.result import CheckResult

Details = Mapping[str, object]

MOST = 4
"""Figures that a line has at most."""


def figures_of(result: CheckResult) -> str:
    """Return what a check measured, in a few words: ``4 of 100 connections, postgresql 15.8``.

    Args:
        result: Its details have to be fit to be shown.
    """
    details = result.outcome.details
    told = [said for tell in _TOLD if (said := tell(details))]
    return one_line(", ".join(told[:MOST]), 200)


def amount(size: float) -> str:
    """Return bytes in the largest unit of 1024 that leaves a whole one: ``12.5 MiB``."""
    for unit in ("B", "KiB", "MiB", "GiB"):
        if size < 1024:
            return f"{size:.0f} {unit}" if unit == "B" else f"{size:.1f} {unit}"
        size /= 1024
    return f"{size:.1f} TiB"


def span(seconds: float) -> str:
    """Return a time in the unit that people would take: ``1.2 ms``, ``3.4 s``, ``5 h``."""
    if seconds < 1:
        return f"{seconds * 1000:.1f} ms"
    for unit, length in (("d", 86_400), ("h", 3_600), ("min", 60)):
        if seconds >= 2 * length:
            return f"{seconds / length:.0f} {unit}"
    return f"{seconds:.1f} s" if seconds < 10 else f"{seconds:.0f} s"


def _number(details: Details, key: str) -> float | None:
    value = details.get(key)
    return value if isinstance(value, int | float) and not isinstance(value, bool) else None


def _product(details: Details) -> str:
    name = details.get("engine") or details.get("backend")
    version = details.get("version")
    return " ".join(part for part in (name, version) if isinstance(part, str))


def _connections(details: Details) -> str:
    count, most = _number(details, "connections"), _number(details, "max_connections")
    if count is None:
        return ""
    return f"{count:g} of {most:g} connections" if most else f"{count:g} connections"


def _usage(details: Details) -> str:
    usage = _number(details, "usage")
    return "" if usage is None else f"{usage:.1f} % used"


def _hits(details: Details) -> str:
    hits, misses = _number(details, "hits") or 0, _number(details, "misses") or 0
    return f"{100 * hits / (hits + misses):.0f} % hits" if hits + misses else ""


def _memory(details: Details) -> str:
    used, limit = _number(details, "memory_used_bytes"), _number(details, "memory_limit_bytes")
    if used is None:
        return ""
    return f"{amount(used)} of {amount(limit)}" if limit else f"{amount(used)} in memory"


def _size(details: Details) -> str:
    size = _number(details, "size_bytes")
    return "" if size is None else amount(size)


def _uptime(details: Details) -> str:
    seconds = _number(details, "uptime_seconds")
    return "" if seconds is None else f"up {span(seconds)}"


def _counted(key: str, word: str) -> Callable[[Details], str]:
    def tell(details: Details) -> str:
        count = _number(details, key)
        return "" if count is None else f"{count:g} {word}"

    return tell


_TOLD: tuple[Callable[[Details], str], ...] = (
    _usage,
    _connections,
    _memory,
    _hits,
    _counted("keys", "keys"),
    _counted("active_workers", "workers"),
    _counted("pending_migrations", "pending"),
    _counted("applied_migrations", "applied"),
    _size,
    _uptime,
    _product,
)
"""What there may be to tell, the most telling first."""
