"""A line for all the trouble of a minute."""

from __future__ import annotations

import logging

import pytest

from django_health_exporter.web.table import ConnectionCounts
from django_health_exporter.web.table.summary import Summary


def test_tells_what_is_new(caplog: pytest.LogCaptureFixture) -> None:
    """Each number since the line before, and nothing of what went well."""
    caplog.set_level(logging.INFO)
    counts = ConnectionCounts(refused=1)
    summary = Summary(counts)
    counts.accepted = counts.open = counts.in_flight = 100
    summary.tell()
    assert caplog.messages == []
    counts.refused, counts.timed_out = 3, 5
    summary.tell()
    summary.tell()
    counts.evicted = counts.failed_handshakes = counts.rejected = 1
    summary.tell()
    assert caplog.messages == [
        "connections: 2 refused, 5 too slow",
        "connections: 1 closed for others, 1 failed in TLS, 1 requests over the limit",
    ]
    assert {record.levelno for record in caplog.records} == {logging.INFO}
