"""Whoever reads the page can tell its colours from what is behind them (WCAG 2.2, level AA)."""

from __future__ import annotations

import re
from importlib.resources import files

import pytest

STYLE = (files("django_health.page") / "templates" / "style.css").read_text(encoding="utf-8")
TEXT = 4.5
"""What the contrast of a text has to be at least."""

DRAWN = 3.0
"""Likewise of what is drawn."""

STATES = ("ok", "warning", "error", "skipped")

Palette = dict[str, str]


def _palettes() -> dict[str, Palette]:
    """The colours by name: light, dark, and on paper, where some are those of light."""
    blocks = re.findall(r":root \{(.*?)\}", STYLE, re.DOTALL)
    light, dark, paper = (dict(re.findall(r"--([\w-]+): (#\w{6});", block)) for block in blocks)
    return {"light": light, "dark": light | dark, "paper": light | paper}


def _luminance(colour: str) -> float:
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _contrast(one: str, other: str) -> float:
    dark, light = sorted((_luminance(one), _luminance(other)))
    return (light + 0.05) / (dark + 0.05)


PALETTES = _palettes()
EACH = pytest.mark.parametrize("scheme", PALETTES)


@EACH
@pytest.mark.parametrize("ground", ["page", "surface"])
@pytest.mark.parametrize("text", ["text", "muted", "link", *STATES])
def test_texts(scheme: str, ground: str, text: str) -> None:
    """Each that is written on each ground."""
    assert _contrast(PALETTES[scheme][text], PALETTES[scheme][ground]) >= TEXT


@EACH
@pytest.mark.parametrize("state", STATES)
def test_the_big_word(scheme: str, state: str) -> None:
    """On the ground of its state, where the sign is in the colour of the word."""
    palette = PALETTES[scheme]
    assert _contrast(palette[f"on-{state}"], palette[f"big-{state}"]) >= TEXT


@EACH
@pytest.mark.parametrize("state", STATES)
def test_what_is_drawn(scheme: str, state: str) -> None:
    """Signs with their marks, strips and bars, and bars on their tracks."""
    palette = PALETTES[scheme]
    assert _contrast(palette[state], palette["mark"]) >= DRAWN
    assert _contrast(palette[state], palette["surface"]) >= DRAWN
    assert _contrast(palette[state], palette["track"]) >= DRAWN


@EACH
def test_lines(scheme: str) -> None:
    """Limits on their tracks, the outline of what has the focus, the edge of a button."""
    palette = PALETTES[scheme]
    assert _contrast(palette["limit"], palette["track"]) >= DRAWN
    assert _contrast(palette["link"], palette["page"]) >= DRAWN
    assert _contrast(palette["muted"], palette["page"]) >= DRAWN


def test_no_colour_outside_of_the_palette() -> None:
    """What is no variable is not held against anything here."""
    rules = re.sub(r":root \{.*?\}", "", STYLE, flags=re.DOTALL)
    assert re.findall(r"#[0-9a-fA-F]{3,8}\b(?!\s*\{)", rules.replace("#trouble", "")) == ["#000000"]
    assert re.findall(r"\b(?:rgba?|hsla?|oklch)\(", rules) == []
