"""What the daemon tells about its own engine."""

from __future__ import annotations

from collections.abc import Iterator

from prometheus_client.metrics_core import GaugeMetricFamily, Metric

from django_health.engine import Engine


class EngineCollector:
    """A ``prometheus_client`` collector of the engine's own state; it asks no check.

    Args:
        engine: The engine to tell about.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def collect(self) -> Iterator[Metric]:
        """Yield the families with their present values."""
        yield GaugeMetricFamily(
            "django_health_exporter_stuck_checks",
            "Checks whose run overran its timeout and has not ended.",
            self._engine.stuck,
        )
        yield GaugeMetricFamily(
            "django_health_exporter_threads",
            "Threads that the engine keeps to run checks.",
            self._engine.threads,
        )
