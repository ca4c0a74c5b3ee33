"""Connections and requests of clients as metrics."""

from __future__ import annotations

from prometheus_client import CollectorRegistry

from django_health_exporter.web.table.counts import ConnectionCounts
from django_health_exporter.web.table.metrics import ConnectionCollector

PREFIX = "django_health_exporter_http_"


def test_each_count_has_its_figure() -> None:
    """And follows what goes on."""
    counts = ConnectionCounts(
        open=1, in_flight=2, accepted=3, refused=4, evicted=5, timed_out=6, failed_handshakes=7
    )
    registry = CollectorRegistry()
    registry.register(ConnectionCollector(counts))
    counts.rejected = 8

    def figure(name: str, **labels: str) -> float | None:
        return registry.get_sample_value(PREFIX + name, labels)

    assert figure("connections") == 1
    assert figure("requests_in_flight") == 2
    assert figure("connections_accepted_total") == 3
    reasons = ("refused", "evicted", "timeout", "tls")
    dropped = [figure("connections_dropped_total", reason=reason) for reason in reasons]
    assert dropped == [4, 5, 6, 7]
    assert figure("requests_rejected_total") == 8
