"""How bad it is."""

from __future__ import annotations

import pytest

from django_health.doctor.finding import Examination, Finding, Level, worst_of


@pytest.mark.parametrize(
    ("levels", "worst", "code"),
    [
        ([], Level.NOTE, 0),
        ([Level.NOTE], Level.NOTE, 0),
        ([Level.NOTE, Level.WARNING], Level.WARNING, 1),
        ([Level.WARNING, Level.ERROR, Level.NOTE], Level.ERROR, 2),
    ],
)
def test_the_worst_decides(levels: list[Level], worst: Level, code: int) -> None:
    """A note asks for nothing."""
    findings = tuple(Finding(level, "place", "what") for level in levels)
    assert worst_of(findings) is worst
    assert Examination(findings, {}).exit_code == code
