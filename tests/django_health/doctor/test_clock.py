"""Whether somebody keeps the clock right."""

from __future__ import annotations

from django_health.doctor.clock import clock_findings, clock_state
from django_health.doctor.finding import Level


def test_the_kernel_can_be_asked() -> None:
    """By anybody; the number is one of those that it has."""
    assert clock_state() in range(-1, 6)


def test_a_clock_that_nobody_keeps() -> None:
    """It is a note: in a container nobody can do anything about it."""
    (note,) = clock_findings(lambda: 5)
    assert note.level is Level.NOTE


def test_a_clock_that_is_kept_or_unknown() -> None:
    """Nothing has to be said."""
    assert list(clock_findings(lambda: 0)) == []
    assert list(clock_findings(lambda: -1)) == []
