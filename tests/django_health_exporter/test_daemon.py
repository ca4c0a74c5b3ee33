"""The daemon's own metrics; its life is told in tests/end_to_end/test_life.py."""

from __future__ import annotations

from django_health.version import __version__
from django_health_exporter.daemon import self_registry


def test_self_registry() -> None:
    """The build's version and the process' figures are there."""
    registry = self_registry()
    names = {family.name for family in registry.collect()}
    assert {"django_health_exporter_build", "process_resident_memory_bytes"} <= names
    (build,) = [f for f in registry.collect() if f.name == "django_health_exporter_build"]
    assert build.samples[0].labels["version"] == __version__
