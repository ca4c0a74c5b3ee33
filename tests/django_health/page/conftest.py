"""The browser that the tests of the page share."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from chromium import Chromium, Tab


@pytest.fixture(scope="package")
def browser() -> Iterator[Chromium]:
    """A browser without a window."""
    with Chromium() as chromium:
        yield chromium


@pytest.fixture
def tab(browser: Chromium) -> Iterator[Tab]:
    """A tab of its own."""
    tab = browser.tab()
    yield tab
    tab.close()
