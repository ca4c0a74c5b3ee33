"""Which Python runs the daemon, and what its garbage collector does.

The names are those of ``prometheus_client``'s collectors, which make a family of each figure anew.
"""

from __future__ import annotations

import gc
import platform
from collections.abc import Sequence

from django_health.reports.families import Same
from django_health.result import Family, Kind, Measurement

INFO = Family(
    "python_info",
    "Always 1; the labels tell the Python that runs the daemon.",
    ("implementation", "major", "minor", "patchlevel", "version"),
)
_GENERATION = ("generation",)
COLLECTED = Family(
    "python_gc_objects_collected_total",
    "Objects that the garbage collector freed (gc.get_stats collected).",
    _GENERATION,
    Kind.COUNTER,
)
UNCOLLECTABLE = Family(
    "python_gc_objects_uncollectable_total",
    "Objects that the garbage collector could not free (gc.get_stats uncollectable).",
    _GENERATION,
    Kind.COUNTER,
)
COLLECTIONS = Family(
    "python_gc_collections_total",
    "Runs of the garbage collector (gc.get_stats collections).",
    _GENERATION,
    Kind.COUNTER,
)


def _interpreter() -> Same:
    version = platform.python_version()
    implementation = platform.python_implementation()
    return Same([INFO(1, implementation, *platform.python_version_tuple(), version)])


PYTHON = _interpreter()
"""It stays the same for the life of the process."""


def python_figures() -> Sequence[Measurement]:
    """Return which Python this is."""
    return PYTHON


def collector_figures() -> Sequence[Measurement]:
    """Return what the garbage collector has done so far, by generation."""
    return [
        family(stats[key], str(generation))
        for generation, stats in enumerate(gc.get_stats())
        for family, key in (
            (COLLECTED, "collected"),
            (UNCOLLECTABLE, "uncollectable"),
            (COLLECTIONS, "collections"),
        )
    ]
