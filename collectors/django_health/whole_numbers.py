"""Whole numbers in texts that others wrote: settings, URLs, what servers answer."""

from __future__ import annotations

LONGEST = 20
"""Digits of the largest number of 64 bits. Python refuses to read one of more than 4,300 with an
error that is not ours, and one of more than 308 is no figure for Prometheus."""


def whole_number(text: str | bytes) -> int | None:
    """Return the number that a text is; ``None`` where it is anything but up to 20 digits."""
    return int(text) if len(text) <= LONGEST and text.isascii() and text.isdigit() else None
