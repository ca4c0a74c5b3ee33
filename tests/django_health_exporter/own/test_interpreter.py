"""Python and its garbage collector."""

from __future__ import annotations

import gc

from prometheus_client import CollectorRegistry, GCCollector, PlatformCollector

from django_health_exporter.own.interpreter import collector_figures, python_figures
from library_figures import assert_as_library


def test_python_as_the_library_tells_it() -> None:
    """Name, labels and value are those of every Python client."""
    assert_as_library(python_figures, PlatformCollector(registry=None))


def test_garbage_collector_as_the_library_tells_it() -> None:
    """Of each generation the same."""
    gc.collect()
    assert_as_library(collector_figures, GCCollector(CollectorRegistry()), moving={"gc"})
