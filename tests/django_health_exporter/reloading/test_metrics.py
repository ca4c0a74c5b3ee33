"""The two gauges of reloads."""

from __future__ import annotations

import time

import pytest

from django_health_exporter.reloading.metrics import ReloadFigures
from told_figures import told_figures

SUCCESSFUL = "django_health_exporter_config_last_reload_successful"
TIMESTAMP = "django_health_exporter_config_last_reload_success_timestamp_seconds"


def test_start_is_a_success() -> None:
    """Else nobody could tell a daemon that was never reloaded from one that failed."""
    told = told_figures(ReloadFigures())
    assert told == {SUCCESSFUL: 1, TIMESTAMP: pytest.approx(time.time(), abs=60)}


def test_failure_and_success() -> None:
    """A failure leaves the time of the last success."""
    metrics = ReloadFigures()
    started = told_figures(metrics)[TIMESTAMP]
    metrics.failed()
    assert told_figures(metrics) == {SUCCESSFUL: 0, TIMESTAMP: started}
    metrics.succeeded()
    assert told_figures(metrics)[SUCCESSFUL] == 1
    assert told_figures(metrics)[TIMESTAMP] > started
