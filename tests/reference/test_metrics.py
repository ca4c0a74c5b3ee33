"""The page of the metrics has all families, each with a meaning."""

from __future__ import annotations

import pytest

from django_health.result import Family
from documented_metrics import documented
from reference import metrics
from reference.meaning import Undocumented
from reference.metrics import families


def test_each_family_once() -> None:
    """By the name that it has in answers, and as tests read it from the page."""
    names = [family.name for family in families()]
    assert len(names) == len(set(names))
    assert {name: documented()[name].labels for name in names} == {
        family.name: family.labels for family in families()
    }


def test_a_family_without_a_meaning_cannot_be_written(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is named."""
    monkeypatch.setattr(metrics, "families", lambda: [Family("django_health_new", "")])
    with pytest.raises(Undocumented, match="django_health_new"):
        metrics.PAGE.text()
