"""The site is readable on a phone and on a screen, by day and by night."""

from __future__ import annotations

import pytest

from chromium import Tab, View
from documentation_site import Site

pytestmark = pytest.mark.timeout(600)

PAGES = (
    "index",
    "metrics",
    "cli",
    "http-api",
    "architecture",
    "runbooks/DjangoHealthCacheDown",
    "project/benchmarks",
    "operations/grafana",
)
PHONE = {"width": 360, "height": 760, "is_phone": True}
SCREEN = {"width": 1280, "height": 900}

TOO_WIDE = """
[...document.querySelectorAll('article *')]
  .filter(e => e.getBoundingClientRect().right > innerWidth + 1)
  .filter(e => !e.closest('.table-wrapper, .highlight, .sd-scroll, svg'))
  .map(e => e.outerHTML.slice(0, 120))
"""
"""JavaScript: what reaches beyond the window and is not in a box that scrolls."""

LIGHTNESS = """
(text => { const [r, g, b] = text.match(/[\\d.]+/g).map(Number); return (r + g + b) / 765 })
  (getComputedStyle(document.%s).%s)
"""
"""JavaScript: how light a colour is, from 0 to 1."""


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("window", [PHONE, SCREEN], ids=["phone", "screen"])
def test_nothing_reaches_beyond_the_window(
    page: str, window: dict[str, int], site: Site, tab: Tab
) -> None:
    """The page does not scroll sideways; wide tables and code do, in their own boxes."""
    tab.open(f"file://{site.folder}/{page}.html", View(**window))  # type: ignore[arg-type]
    assert tab.value("document.documentElement.scrollWidth") <= window["width"]
    assert tab.value(TOO_WIDE) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_day_and_night(scheme: str, site: Site, tab: Tab) -> None:
    """What the visitor's system prefers is what they get: text and ground far apart."""
    tab.open(f"file://{site.folder}/index.html", View(scheme=scheme))
    ground = tab.value(LIGHTNESS % ("body", "backgroundColor"))
    text = tab.value(LIGHTNESS % ("querySelector('article p')", "color"))
    assert (ground > 0.9, text < 0.2) == (scheme == "light", scheme == "light")
    assert abs(ground - text) > 0.6


def test_columns_of_names_are_readable_on_a_phone(site: Site, tab: Tab) -> None:
    """A name is broken at its joints, into few lines, and leaves room for what it means."""
    tab.open(f"file://{site.folder}/metrics.html", View(**PHONE))  # type: ignore[arg-type]
    widest = "Math.max(...[...document.querySelectorAll('td:first-child')].map(e => e.offsetWidth))"
    assert tab.value(widest) <= PHONE["width"] * 0.6
