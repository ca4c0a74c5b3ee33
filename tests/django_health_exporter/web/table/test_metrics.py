"""Connections and requests of clients as metrics."""

from __future__ import annotations

from django_health_exporter.web.table.counts import ConnectionCounts
from django_health_exporter.web.table.metrics import ConnectionFigures
from told_figures import told_figures

PREFIX = "django_health_exporter_http_"


def test_each_count_has_its_figure() -> None:
    """And follows what goes on."""
    counts = ConnectionCounts(
        open=1, in_flight=2, accepted=3, refused=4, evicted=5, timed_out=6, failed_handshakes=7
    )
    figures = ConnectionFigures(counts)
    counts.rejected = 8
    assert told_figures(figures) == {
        f"{PREFIX}connections": 1,
        f"{PREFIX}requests_in_flight": 2,
        f"{PREFIX}connections_accepted_total": 3,
        f"{PREFIX}connections_dropped_total{{refused}}": 4,
        f"{PREFIX}connections_dropped_total{{evicted}}": 5,
        f"{PREFIX}connections_dropped_total{{timeout}}": 6,
        f"{PREFIX}connections_dropped_total{{tls}}": 7,
        f"{PREFIX}requests_rejected_total": 8,
    }
