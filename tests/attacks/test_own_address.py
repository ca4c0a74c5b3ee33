"""Hostile clients behind the same address as the scraper: a proxy, a NAT, the machine itself."""

from __future__ import annotations

from attackers import Attack
from live_exporter import Exporter
from siege import besiege

LONGEST = 6.0
"""Seconds that no scrape may take, on a machine that does a lot besides."""


def test_a_scraper_that_comes_anew(exporter: Exporter) -> None:
    """It gets in, as long as the others do not open connections faster than any scraper would."""
    siege = besiege(exporter, Attack("trickling header", 300, own=True, pace=40))
    assert siege.visits.failures == []
    assert siege.worst < LONGEST


def test_a_scraper_that_keeps_its_connection(exporter: Exporter) -> None:
    """It keeps it, however many others come and come again."""
    attack = Attack("trickling header", own=True, reconnect=True)
    siege = besiege(exporter, attack, kept=True)
    assert siege.visits.failures == []
    assert siege.worst < LONGEST
