"""Figures as people read them in the documents: percents, and gibibytes under the name GB."""

from __future__ import annotations

GIBIBYTE = 2**30


def percent(ratio: float) -> float:
    """Return a ratio of 0 to 1 as percent, to one decimal."""
    return round(100 * ratio, 1)


def gibibytes(size: float) -> float:
    """Return bytes as GiB (2**30 bytes, as ``free -g`` and ``df -BG`` count), to two decimals."""
    return round(size / GIBIBYTE, 2)
