"""The daemon's metrics about itself, as far as they are wanted."""

from __future__ import annotations

import platform
from collections.abc import Collection

from prometheus_client import (
    CollectorRegistry,
    GCCollector,
    Info,
    PlatformCollector,
    ProcessCollector,
)

from django_health.version import __version__
from django_health_exporter.reloading.metrics import ReloadMetrics
from django_health_exporter.web.policy.current import CurrentPolicy
from django_health_exporter.web.policy.metrics import PolicyCollector


def self_registry(
    groups: Collection[str], policies: CurrentPolicy, reloads: ReloadMetrics
) -> CollectorRegistry:
    """Return what is known before anything is served.

    Args:
        groups: What is wanted, out of those of ``web.scrape.self_metrics``.
        policies: Of the web configuration file.
        reloads: Of the configuration.
    """
    registry = CollectorRegistry()
    if "build" in groups:
        build = Info("django_health_exporter_build", "Version of the exporter.", registry=registry)
        build.info({"version": __version__, "python_version": platform.python_version()})
    if "process" in groups:
        ProcessCollector(registry=registry)
    if "python" in groups:
        PlatformCollector(registry=registry)
        GCCollector(registry=registry)
    if "reload" in groups:
        registry.register(reloads)
        registry.register(PolicyCollector(policies))
    return registry
