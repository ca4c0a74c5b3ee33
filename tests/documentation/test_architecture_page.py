"""``docs/architecture.md``: its picture shows what is there, its figures are those of the code."""

from __future__ import annotations

import re
from importlib.util import find_spec
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from chromium import Tab, View
from django_health import connection
from django_health.engine import patience, walkers
from django_health.settings import HealthSettings
from django_health_exporter.web.config import WebConfig

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "architecture.md"
PICTURE = ROOT / "docs" / "pictures" / "architecture.svg"
SVG = "{http://www.w3.org/2000/svg}"

LOOKED_AT = """
[...document.querySelectorAll('.part, .outside')].map(group => {
  const box = group.querySelector('rect').getBBox();
  const texts = [...group.querySelectorAll('text')];
  return {
    name: texts.map(text => text.textContent).join(' '),
    room: Math.min(...texts.map(text => {
      const own = text.getBBox();
      return Math.min(own.x, box.width - own.x - own.width, own.y, box.height - own.y - own.height);
    })),
    colours: [getComputedStyle(texts[0]).fill, getComputedStyle(group.querySelector('rect')).fill],
  };
})
"""
"""Of each box what is written in it, the least room around a text, and the colours of both."""


def _text() -> str:
    return PAGE.read_text(encoding="utf-8")


def _picture() -> ET.Element:
    return ET.fromstring(PICTURE.read_text(encoding="utf-8"))  # noqa: S314 - it is ours


def _parts() -> list[tuple[str, str]]:
    """The module of each box that is ours, and its name as it is written there."""
    groups = [group for group in _picture().iter(f"{SVG}g") if "part" in group.get("class", "")]
    return [(group.get("data-module", ""), group.findtext(f"{SVG}text", "")) for group in groups]


@pytest.mark.parametrize(("module", "name"), _parts())
def test_each_box_is_a_module(module: str, name: str) -> None:
    """That there is, under the name that is written."""
    assert find_spec(module)
    assert module.endswith(f".{name}")


def test_all_boxes_are_found() -> None:
    """Each is a way to somewhere, and none is there twice."""
    modules = [module for module, _ in _parts()]
    assert len(modules) > 20
    assert len(modules) == len(set(modules))


def test_the_picture_can_be_heard() -> None:
    """It has a title and a description, which names all that is drawn."""
    picture = _picture()
    assert picture.get("role") == "img"
    assert picture.findtext(f"{SVG}title")
    words = set(re.findall(r"\w+", picture.findtext(f"{SVG}desc", "").lower()))
    assert {name.rpartition(".")[2] for _, name in _parts()} - words == set()


def _luminance(colour: str) -> float:
    """The relative luminance of WCAG, of ``rgb(1, 2, 3)``."""
    shares = [int(number) / 255 for number in re.findall(r"\d+", colour)[:3]]
    red, green, blue = (s / 12.92 if s <= 0.04045 else ((s + 0.055) / 1.055) ** 2.4 for s in shares)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _contrast(one: str, other: str) -> float:
    darker, lighter = sorted([_luminance(one), _luminance(other)])
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_picture_can_be_read(tab: Tab, scheme: str) -> None:
    """No text leaves its box, and all stand out from their ground, as WCAG wants it."""
    tab.open(PICTURE.as_uri(), View(width=800, height=900, scheme=scheme))
    boxes = tab.value(LOOKED_AT)
    assert len(boxes) > len(_parts())
    assert [box["name"] for box in boxes if box["room"] < 1] == []
    assert [box["name"] for box in boxes if _contrast(*box["colours"]) < 4.5] == []


PHONE = 328
"""The pixels that a phone has for a picture, beside the margins of the page."""


def test_the_picture_is_legible_on_a_phone() -> None:
    """It is so narrow that its smallest letters are ten pixels high there."""
    picture = PICTURE.read_text(encoding="utf-8")
    sizes = [float(size) for size in re.findall(r"font: (?:\d+ )?([\d.]+)px", picture)]
    assert sizes
    assert min(sizes) * PHONE / float(_picture().get("width", "inf")) >= 10


def test_the_picture_loads_nothing() -> None:
    """Neither a font nor anything else."""
    text = PICTURE.read_text(encoding="utf-8").replace('xmlns="http://www.w3.org/2000/svg"', "")
    assert not re.search(r"https?:|@import|url\((?!#)|<script|<image", text)


def test_the_figures() -> None:
    """Time limits and patience are those of the code."""
    page, limits = _text(), HealthSettings().timeouts
    assert (
        f"{limits.database:g} s for a database, {limits.cache:g} s for a cache,"
        f" {limits.external:g} s for what is elsewhere"
    ) in page
    assert f"stays with one for {walkers.PATIENCE * 1000:g} ms" in page
    assert (patience.GRACE, "a quarter of a second;" in page) == (0.25, True)
    assert (connection.MAX_AGE, "ten minutes old" in page) == (600, True)
    assert (WebConfig().timeout_offset, "Half a second before that" in page) == (0.5, True)


def test_what_proves_it_is_there() -> None:
    """Each folder and file of tests, each target of make, each module that is named."""
    page = _text()
    paths = re.findall(r"`(tests/[\w./]+)`", page)
    assert len(paths) > 3
    assert [path for path in paths if not (ROOT / path).exists()] == []
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    for target in re.findall(r"`make (\w+)`", page):
        assert re.search(rf"^{target}:", makefile, re.MULTILINE), target
    for module in ("engine.boundary", "connection", "network", "registry", "sources", "custom"):
        assert f"`{module}`" in page
        assert find_spec(f"django_health.{module}")
