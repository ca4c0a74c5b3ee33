"""What became of connections, counted by a server that runs."""

from __future__ import annotations

from dataclasses import asdict

from django_health_exporter.web.table import ConnectionCounts
from running_web import FakeCheck, ask, running_web


def test_begins_with_nothing() -> None:
    """Before the first client there is nothing to tell."""
    assert set(asdict(ConnectionCounts()).values()) == {0}


def test_counts_what_happens() -> None:
    """A connection is open while it is, and a request in flight while it waits."""
    with running_web([FakeCheck()]) as web:
        counts = web.server.counts
        kept = web.connect()
        ask(kept, "/metrics")
        web.get("/-/healthy")  # by whose answer the end of the request before has been noted
        assert (counts.accepted, counts.in_flight) == (2, 0)
        assert counts.open >= 1
        kept.close()
    assert counts.open == 0
