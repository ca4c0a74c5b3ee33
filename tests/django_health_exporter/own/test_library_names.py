"""Names and values beside those of ``prometheus_client``'s own collectors of the same."""

from __future__ import annotations

import gc
from collections.abc import Iterable

import pytest
from prometheus_client import CollectorRegistry, GCCollector, PlatformCollector, ProcessCollector
from prometheus_client.metrics_core import Metric
from prometheus_client.registry import Collector

from django_health.reports.families import families_of
from django_health_exporter.own.interpreter import collector_figures, python_figures
from django_health_exporter.own.process import ProcessFigures
from django_health_exporter.web.scrape.self_metrics import Teller

_Series = dict[tuple[str, str, frozenset[tuple[str, str]]], float]


def _series(families: Iterable[Metric]) -> _Series:
    return {
        (family.type, sample.name, frozenset(sample.labels.items())): sample.value
        for family in families
        for sample in family.samples
    }


@pytest.mark.parametrize(
    ("ours", "library", "moves"),
    [
        (ProcessFigures(), ProcessCollector(registry=None), {"cpu", "open", "memory"}),
        (python_figures, PlatformCollector(registry=None), set()),
        (collector_figures, GCCollector(CollectorRegistry()), {"gc"}),
    ],
    ids=["process", "interpreter", "garbage collector"],
)
def test_the_same_series(ours: Teller, library: Collector, moves: set[str]) -> None:
    """Types, names and labels are the same, and so are values; those that move are near."""
    gc.collect()
    told, expected = _series(families_of(ours())), _series(library.collect())
    assert told.keys() == expected.keys()
    for key, value in expected.items():
        near = pytest.approx(value, rel=0.05, abs=2) if moves & set(key[1].split("_")) else value
        assert told[key] == near, key
