"""Which daemon this is."""

from __future__ import annotations

import platform
from collections.abc import Sequence

from django_health.reports.families import Same
from django_health.result import Family, Kind, Measurement
from django_health.version import __version__

BUILD = Family(
    "django_health_exporter_build_info",
    "Version of the exporter.",
    ("version", "python_version"),
    Kind.INFO,
)

_BUILD = Same([BUILD(1, __version__, platform.python_version())])


def build_figures() -> Sequence[Measurement]:
    """Return the versions, which stay the same for the life of the process."""
    return _BUILD
