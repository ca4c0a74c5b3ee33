"""The site that the tests of this folder look at: all pages, built once."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from chromium import Chromium, Tab
from documentation_site import PAGES, Site, build


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """The documentation site."""
    return build(PAGES, tmp_path_factory.mktemp("documentation") / "site")


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
