"""The daemon's own figures beside those of ``prometheus_client``'s collectors of the same."""

from __future__ import annotations

from collections.abc import Collection, Iterable

import pytest
from prometheus_client.metrics_core import Metric
from prometheus_client.registry import Collector

from django_health.reports.families import families_of
from django_health_exporter.web.scrape.self_metrics import Teller

_Series = dict[tuple[str, str, frozenset[tuple[str, str]]], float]


def _series(families: Iterable[Metric]) -> _Series:
    return {
        (family.type, sample.name, frozenset(sample.labels.items())): sample.value
        for family in families
        for sample in family.samples
    }


def assert_as_library(ours: Teller, library: Collector, moving: Collection[str] = ()) -> None:
    """Types, names and labels are the same, and so are values; those that move are near.

    Args:
        ours: What is tried.
        library: What it stands for.
        moving: Words in the names of figures that change between two looks.
    """
    told, expected = _series(families_of(ours())), _series(library.collect())
    assert told.keys() == expected.keys()
    for key, value in expected.items():
        moves = not set(key[1].split("_")).isdisjoint(moving)
        assert told[key] == (pytest.approx(value, rel=0.05, abs=2) if moves else value), key
