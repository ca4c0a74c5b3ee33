"""A web server whose places are all taken, by others than the daemon."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from typing import Literal

import pytest

from server_faults import Ground, Website, borne

WEBSITE = "http/website"

PLACES = 2

Others = Literal["closed", "waiting"]
"""What becomes of who finds no place."""

REASONS: dict[Others, str] = {"closed": "unavailable", "waiting": "timeout"}
"""HTTP has no word for it: all that can be told is how it looks from outside."""


@contextmanager
def _full(website: Website, others: Others) -> Iterator[None]:
    """All places are taken: the server takes connections in the order in which they come."""
    website.limit(PLACES, others)
    try:
        with ExitStack() as taken:
            for _ in range(PLACES):
                taken.enter_context(socket.create_connection((website.host, website.port)))
            yield
    finally:
        website.unlimit()


@pytest.mark.parametrize("others", REASONS)
def test_no_place_left(ground: Ground, others: Others) -> None:
    """It is told how it looks, and is well at the first scrape with a place."""
    borne(ground.watch, _full(ground.website, others), {WEBSITE: REASONS[others]})
