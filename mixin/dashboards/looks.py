"""Colours, steps and words that look the same on all dashboards."""

from __future__ import annotations

from collections.abc import Mapping

from grafana_foundation_sdk.builders.dashboard import ThresholdsConfig
from grafana_foundation_sdk.models.dashboard import (
    Threshold,
    ThresholdsMode,
    ValueMap,
    ValueMappingResult,
)

GREEN = "semi-dark-green"
"""Of what is well: there is much of it, and it is not to be louder than what is wrong."""
YELLOW, RED, BLUE, GREY = "yellow", "red", "blue", "text"
ORANGE = "#c4510a"
"""Dark, as Grafana writes upon it in white."""
FAINT = "#70707a"
"""Of what is not there."""


def steps(
    warning: float | None = None, critical: float | None = None, *, low: bool = False
) -> ThresholdsConfig:
    """Return where a value becomes yellow and red.

    Args:
        warning: From here on it is yellow.
        critical: From here on it is red.
        low: Whether small values are the bad ones.
    """
    if low:
        found = [
            (None, RED),
            (critical, YELLOW if warning is not None else GREEN),
            (warning, GREEN),
        ]
    else:
        found = [(None, GREEN), (warning, YELLOW), (critical, RED)]
    made = [Threshold(value, colour) for value, colour in found[:1]]
    made += [Threshold(value, colour) for value, colour in found[1:] if value is not None]
    return ThresholdsConfig().mode(ThresholdsMode.ABSOLUTE).steps(made)


def plain() -> ThresholdsConfig:
    """Return the steps of a value that is neither good nor bad."""
    return ThresholdsConfig().mode(ThresholdsMode.ABSOLUTE).steps([Threshold(None, GREY)])


def words(meanings: Mapping[float, tuple[str, str]]) -> ValueMap:
    """Return how values are written: ``{0: ("down", RED)}``."""
    return ValueMap(
        {
            f"{value:g}": ValueMappingResult(text, colour, index=place)
            for place, (value, (text, colour)) in enumerate(meanings.items())
        }
    )


UP_OR_DOWN = words({1: ("up", GREEN), 0: ("DOWN", RED)})
YES_OR_NO = words({1: ("yes", GREEN), 0: ("NO", RED)})
STATES = words(
    {
        0: ("DOWN", RED),
        1: ("NOT ASKED", ORANGE),
        2: ("warns", YELLOW),
        3: ("up", GREEN),
        4: ("skipped", GREY),
    }
)
"""Of a state as a number, the worst first, so that the least of several is the worst."""
