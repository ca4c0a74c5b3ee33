"""Photographs the page: ``PYTHONPATH=tests/support python -m status_pages FOLDER``."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from pathlib import Path

from chromium import Chromium, View
from status_pages import STATES, PageServer, large

VIEWS: Mapping[str, View] = {
    "narrow": View(360, 740, is_phone=True, scale=2),
    "wide": View(1280, 900),
    "narrow-dark": View(360, 740, "dark", is_phone=True, scale=2),
    "wide-dark": View(1280, 900, "dark"),
    "print": View(794, 1123, media="print"),
}


def photograph(folder: Path) -> None:
    """Write a picture of each state in each view."""
    folder.mkdir(parents=True, exist_ok=True)
    with Chromium() as browser:
        tab = browser.tab()
        for name, state in {**STATES, "large": large}.items():
            with PageServer(state()) as server:
                for view_name, view in VIEWS.items():
                    tab.open(server.url, view)
                    print(tab.photograph(folder / f"{name}-{view_name}.png"))  # noqa: T201


if __name__ == "__main__":
    photograph(Path(sys.argv[1]))
