"""Which daemon this is."""

from __future__ import annotations

import platform

from django_health.version import __version__
from django_health_exporter.own.build import build_figures


def test_versions() -> None:
    """It tells that of the package, and that of Python."""
    ((family, value, labels),) = build_figures()
    assert dict(zip(family.labels, labels, strict=True)) == {
        "version": __version__,
        "python_version": platform.python_version(),
    }
    assert value == 1
