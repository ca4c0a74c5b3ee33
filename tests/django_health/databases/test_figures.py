"""Gathering what a run finds."""

from __future__ import annotations

from django_health.databases import families
from django_health.databases.figures import Figures
from django_health.result import Reason, Status


def test_outcome() -> None:
    """All that was added is in the outcome, under the alias."""
    figures = Figures("replica1")
    figures.add(families.CONNECTIONS_BY_STATE, 3, "idle")
    figures.details["connections"] = 3
    outcome = figures.outcome(Status.WARNING, Reason.UNAVAILABLE, "why")
    assert outcome.measurements == (families.CONNECTIONS_BY_STATE(3, "replica1", "idle"),)
    assert outcome.details == {"connections": 3}
    assert (outcome.status, outcome.reason, outcome.message) == (
        Status.WARNING,
        Reason.UNAVAILABLE,
        "why",
    )


def test_has() -> None:
    """A family is there once a measurement of it was added."""
    figures = Figures("default")
    assert not figures.has(families.DEADLOCKS)
    figures.add(families.DEADLOCKS, 0)
    assert figures.has(families.DEADLOCKS)
