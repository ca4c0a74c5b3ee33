"""Values have the colours and words of what they mean."""

from __future__ import annotations

import json

from grafana_foundation_sdk.builders.dashboard import ThresholdsConfig
from grafana_foundation_sdk.cog.encoder import JSONEncoder

from mixin.dashboards.looks import GREEN, GREY, RED, YELLOW, plain, steps, words


def _steps(config: ThresholdsConfig) -> list[tuple[float | None, str]]:
    return [(step.value, step.color) for step in config.build().steps]


def test_large_values_are_bad() -> None:
    """Green at first, then yellow, then red."""
    assert _steps(steps(0.8, 0.9)) == [(None, GREEN), (0.8, YELLOW), (0.9, RED)]


def test_one_limit_alone() -> None:
    """What is not given is left out."""
    assert _steps(steps(0.8)) == [(None, GREEN), (0.8, YELLOW)]
    assert _steps(steps(critical=0.9)) == [(None, GREEN), (0.9, RED)]


def test_small_values_are_bad() -> None:
    """Red at first, then yellow, then green."""
    assert _steps(steps(0.25, 0, low=True)) == [(None, RED), (0, YELLOW), (0.25, GREEN)]


def test_small_values_with_one_limit() -> None:
    """Red below it, green from it on."""
    assert _steps(steps(critical=0.999, low=True)) == [(None, RED), (0.999, GREEN)]


def test_neither_good_nor_bad() -> None:
    """The colour of text."""
    assert _steps(plain()) == [(None, GREY)]


def test_words() -> None:
    """Each value has its word and colour, in the order given, whole numbers without a point."""
    made = json.loads(JSONEncoder().encode(words({1.0: ("up", GREEN), 0.5: ("half", RED)})))
    assert made == {
        "type": "value",
        "options": {
            "1": {"text": "up", "color": GREEN, "index": 0},
            "0.5": {"text": "half", "color": RED, "index": 1},
        },
    }
