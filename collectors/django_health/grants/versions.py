"""Versions of servers, compared as numbers."""

from __future__ import annotations

import re

_NUMBERS = re.compile(r"\d{1,6}(?:\.\d{1,6}){0,3}")

NEWEST = (999,)
"""What a version that nobody knows is taken for."""


def numbers_of(version: str) -> tuple[int, ...]:
    """Return ``10.11.6-MariaDB`` as ``(10, 11, 6)``, and :data:`NEWEST` for what has no number."""
    found = _NUMBERS.match(version.strip())
    return tuple(int(part) for part in found[0].split(".")) if found else NEWEST
