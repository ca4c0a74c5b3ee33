"""The words for what is told: sentences of an item, moments and durations."""

from __future__ import annotations

from datetime import datetime

from django_health.alerting.news import Item
from django_health.result import Status

_UNITS = ((86400, "d"), (3600, "h"), (60, "min"), (1, "s"))


def heading(item: Item) -> str:
    """Return the one word that says how it is: ``ERROR``, ``WARNING`` or ``RESOLVED``."""
    if item.is_over:
        return "RESOLVED"
    return "ERROR" if item.is_urgent(item.status) else "WARNING"


def sentence(item: Item) -> str:
    """Return what is wrong and why, or that it is over, without the name of what it is."""
    what = item.message or item.reason or f"its status is {item.status or 'unknown'}"
    if not item.is_over:
        return f"still: {what}" if item.event == "repeat" else what
    if item.status == Status.SKIPPED:
        return "is no longer watched"
    if item.status in {Status.WARNING, Status.ERROR}:
        return f"is less bad now: {what}"
    return "works again"


def course(item: Item, now: datetime | None) -> str:
    """Return since when and for how long it was or is so; empty where that is not known."""
    begun = item.started or item.since
    if begun is None:
        return ""
    end = item.since if item.is_over else now
    lasted = "" if end is None else duration((end - begun).total_seconds())
    if item.is_over:
        return f"wrong since {clock(begun)}, for {lasted}" if lasted else f"since {clock(begun)}"
    before = f"; {item.previous} before" if item.previous else ""
    return f"since {clock(begun)}{f', for {lasted}' if lasted else ''}{before}"


def clock(moment: datetime) -> str:
    """Return a moment for people, in UTC."""
    return moment.strftime("%Y-%m-%d %H:%M:%S UTC")


def duration(seconds: float) -> str:
    """Return a duration in its two largest units: ``3 h 5 min``; empty for less than a second."""
    left = int(seconds)
    parts: list[str] = []
    for size, unit in _UNITS:
        count, left = divmod(left, size)
        if count or parts:
            parts.append(f"{count} {unit}" if count else "")
    return " ".join(filter(None, parts[:2])) if seconds > 0 else ""


def listed(items: tuple[Item, ...], most: int = 8) -> str:
    """Return the names of items, of many only the first ones."""
    names = ", ".join(item.label for item in items[:most])
    return f"{names} and {len(items) - most} more" if len(items) > most else names
