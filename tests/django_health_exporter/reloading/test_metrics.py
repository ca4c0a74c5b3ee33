"""The two gauges of reloads."""

from __future__ import annotations

import time

import pytest
from prometheus_client import CollectorRegistry

from django_health_exporter.reloading.metrics import ReloadMetrics

SUCCESSFUL = "django_health_exporter_config_last_reload_successful"
TIMESTAMP = "django_health_exporter_config_last_reload_success_timestamp_seconds"


def test_start_is_a_success() -> None:
    """Else nobody could tell a daemon that was never reloaded from one that failed."""
    registry = CollectorRegistry()
    registry.register(ReloadMetrics())
    assert registry.get_sample_value(SUCCESSFUL) == 1
    assert registry.get_sample_value(TIMESTAMP) == pytest.approx(time.time(), abs=60)


def test_failure_and_success() -> None:
    """A failure leaves the time of the last success."""
    registry = CollectorRegistry()
    metrics = ReloadMetrics()
    registry.register(metrics)
    started = registry.get_sample_value(TIMESTAMP)
    metrics.failed()
    assert registry.get_sample_value(SUCCESSFUL) == 0
    assert registry.get_sample_value(TIMESTAMP) == started
    metrics.succeeded()
    assert registry.get_sample_value(SUCCESSFUL) == 1
    assert (registry.get_sample_value(TIMESTAMP) or 0) > (started or 0)
