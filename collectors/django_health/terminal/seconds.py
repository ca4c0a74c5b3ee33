"""Seconds that somebody typed."""

from __future__ import annotations

import math

MOST = 86_400.0
"""A day: nobody waits longer in front of a terminal."""


def seconds_of(text: str, least: float = 0.001) -> float:
    """Return a number of seconds.

    Args:
        text: It.
        least: The smallest that makes sense.

    Raises:
        ValueError: It is none, less than that, or more than a day; the text says what is expected.
    """
    try:
        seconds = float(text)
    except ValueError:
        seconds = math.nan
    if not least <= seconds <= MOST:  # neither is what is no number
        raise ValueError(f"a number of seconds from {least:g} to {MOST:g} is expected")
    return seconds
