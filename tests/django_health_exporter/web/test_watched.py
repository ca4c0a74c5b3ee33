"""What the pages are made of."""

from __future__ import annotations

from dataclasses import FrozenInstanceError

import pytest

from django_health.engine import Engine
from django_health.settings import HealthSettings
from django_health_exporter.web.scrape.exposition import Exposition
from django_health_exporter.web.watched import Watched


def test_it_is_replaced_as_a_whole() -> None:
    """A request that keeps to the one that it began with must not find a part of another in it."""
    engine = Engine([])
    watched = Watched(engine, Exposition(engine, HealthSettings()))
    with pytest.raises(FrozenInstanceError):
        watched.engine = Engine([])  # type: ignore[misc]
