"""The page in a real browser: in four states, on a phone and on a wide screen."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from chromium import Tab, View
from django_health.page import Page
from status_pages import STATES, PageServer, failing, hanging, healthy, large

NARROW = View(360, 740, is_phone=True)
NARROWEST = View(320, 600, is_phone=True)
WIDE = View(1280, 900)
VIEWS = {"narrow": NARROW, "narrowest": NARROWEST, "wide": WIDE}

SMALL_TARGETS = """
[...document.querySelectorAll("a, button, summary")].filter(e => {
  const box = e.getBoundingClientRect();
  const isSmall = box.height && (box.height < 24 || box.width < 24);
  return isSmall && !e.closest(".line") && !e.closest("p");
}).map(e => e.outerHTML)
"""
"""What is too small for a finger (WCAG 2.2, 2.5.8), but for links inside of a line."""

HIDDEN_TEXTS = """
[...document.querySelectorAll("main p, main h1, main h2, main h3, main span, main small")]
  .filter(e => e.checkVisibility() && !e.closest(".unseen")
    && e.scrollWidth > e.clientWidth + 1 && getComputedStyle(e).display !== "inline")
  .map(e => e.outerHTML)
"""
"""What is wider than there is room for."""


@pytest.mark.parametrize("view", VIEWS)
@pytest.mark.parametrize("state", STATES)
def test_how_it_looks(state: str, view: str, tab: Tab, tmp_path: Path) -> None:
    """Nothing sticks out, nothing is loaded from anywhere, and the browser has no complaint."""
    with PageServer(STATES[state]()) as server:
        tab.open(server.url, VIEWS[view])
        assert tab.value("document.documentElement.scrollWidth") == VIEWS[view].width
        assert tab.value(HIDDEN_TEXTS) == []
        assert tab.value(SMALL_TARGETS) == []
        assert tab.asked == [server.url]
        assert tab.complaints == []
        assert tab.photograph(tmp_path / "page.png").stat().st_size > 10_000


@pytest.mark.parametrize(
    ("state", "word"),
    [(healthy, "Healthy"), (failing, "Unhealthy"), (hanging, "Unhealthy")],
)
def test_the_word_comes_first(state: Callable[..., Page], word: str, tab: Tab) -> None:
    """It is seen at once on a phone, with how many checks fail, and is no link of many."""
    with PageServer(state()) as server:
        tab.open(server.url, NARROWEST)
        box = tab.value("document.querySelector('.overall').getBoundingClientRect().bottom")
        assert tab.value("document.querySelector('h1').textContent") == word
        assert box < NARROWEST.height / 2
        assert tab.value("document.title").startswith(f"{word}: ")


def test_dark_and_light(tab: Tab) -> None:
    """As the reader has set it."""
    grounds = []
    with PageServer(failing()) as server:
        for scheme in ("light", "dark"):
            tab.open(server.url, View(scheme=scheme))
            grounds.append(tab.value("getComputedStyle(document.body).backgroundColor"))
    assert grounds == ["rgb(244, 246, 248)", "rgb(14, 18, 23)"]


def test_what_a_screen_reader_hears(tab: Tab) -> None:
    """Landmarks, headings, and the past in words; nothing that has to be pressed has no name."""
    with PageServer(failing()) as server:
        tab.open(server.url)
        nodes = tab.tree()
    roles = [node["role"]["value"] for node in nodes]
    names = {(node["role"]["value"], node.get("name", {}).get("value", "")) for node in nodes}
    assert {"banner", "main", "contentinfo", "navigation"} <= set(roles)
    assert ("heading", "Unhealthy") in names
    assert ("heading", "What is wrong") in names
    assert ("heading", "error database/reporting") in names
    assert ("image", "last 6 h: error since 10:10 (UTC)") in names
    assert ("navigation", "Components") in names
    assert not [role for role, name in names if role in ("link", "button") and not name]


def test_without_scripts(tab: Tab) -> None:
    """All is there; nothing that only a script could do is offered."""
    with PageServer(failing()) as server:
        tab.open(server.url, View(has_script=False))
        assert server.asked == 1
        tab.click("a.button")
        tab.eventually("document.readyState === 'complete'")
        assert tab.value("document.querySelectorAll('.card').length") == 5
        assert not tab.value("document.querySelector('#pause').checkVisibility()")
        assert not tab.value("document.querySelector('#trouble').checkVisibility()")
    assert server.asked == 2


def test_figures_open(tab: Tab) -> None:
    """Without a script, by a click on the line."""
    visible = "[...document.querySelectorAll('dd')].some(e => e.checkVisibility())"
    with PageServer(healthy()) as server:
        tab.open(server.url, View(has_script=False))
        assert not tab.value(visible)
        tab.click(".row summary")
        assert tab.value(visible)


def test_on_paper(tab: Tab) -> None:
    """What cannot be used there is not printed, and what is folded is."""
    with PageServer(large()) as server:
        tab.open(server.url, View(794, 1123, media="print"))
        assert not tab.value("document.querySelector('.tools').checkVisibility()")
        hidden = "[...document.querySelectorAll('.name')].filter(e => !e.checkVisibility()).length"
        assert tab.value(hidden) == 0
        assert tab.value("document.documentElement.scrollWidth") == 794


def test_many_targets(tab: Tab) -> None:
    """A thousand of them are folded, and unfold."""
    with PageServer(large(1000)) as server:
        tab.open(server.url, NARROW)
        folded = tab.value("document.documentElement.scrollHeight")
        tab.click(".rest summary")
        assert tab.value("document.documentElement.scrollHeight") > 2 * folded
        assert tab.value("document.documentElement.scrollWidth") == NARROW.width
        assert tab.complaints == []
