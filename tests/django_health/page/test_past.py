"""The last hours, drawn and in words."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from django_health.page.past import HEIGHTS, TOLD, past_of
from django_health.result import Status

OK, WARNING, ERROR, SKIPPED = Status.OK, Status.WARNING, Status.ERROR, Status.SKIPPED
STEP = 300.0
NOW = 1701426600.75  # 10:30:00.75, the beginning of a step

Said = Sequence[Status | None]


def text(said: Said) -> str:
    """The words about the last hour of steps."""
    return past_of(said, STEP, NOW).text


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ([None] * 4, "nothing is known yet"),
        ([OK] * 4, "ok"),
        ([None, None, OK, OK], "ok"),
        ([SKIPPED] * 4, "skipped"),
        ([ERROR] * 4, "error all along (UTC)"),
        ([OK, OK, OK, ERROR], "error since 10:30 (UTC)"),
        ([OK, ERROR, ERROR, OK], "error 10:20–10:30 (UTC)"),
        ([ERROR, WARNING, OK, OK], "warning 10:20–10:25, error 10:15–10:20 (UTC)"),
        ([OK, ERROR, None, None], "error 10:20–10:25 (UTC)"),
        ([None, None, None, ERROR], "error since 10:30, not asked before (UTC)"),
        ([OK, None, ERROR, OK], "error 10:25–10:30, not asked before (UTC)"),
    ],
)
def test_words(said: Said, words: str) -> None:
    """What was wrong and when, the latest first."""
    assert text(said) == f"last 20 min: {words}"


def test_often() -> None:
    """The latest few are told, and how many there were before."""
    said = [ERROR, OK] * 10
    assert text(said).count("error") == TOLD
    assert text(said).endswith(f"and {10 - TOLD} more times before (UTC)")


def test_drawn() -> None:
    """Each stretch is a box as high as its state is bad, in the colour of its state."""
    past = past_of([OK, OK, ERROR, None, OK], STEP, NOW)
    assert past.steps == 5
    assert past.paths == ((OK, "M0 8h2v4h-2zM4 8h1v4h-1z"), (ERROR, "M2 0h1v12h-1z"))


def test_heights_tell_the_states_apart() -> None:
    """Without any colour."""
    assert HEIGHTS[SKIPPED] < HEIGHTS[OK] < HEIGHTS[WARNING] < HEIGHTS[ERROR]


@given(st.lists(st.sampled_from([*Status, None]), min_size=1, max_size=72))
def test_any_past(said: list[Status | None]) -> None:
    """It is drawn within its width, and told in a bounded text."""
    past = past_of(said, STEP, NOW)
    assert sum(path.count("M") for _, path in past.paths) <= len(said)
    assert len(past.text) < 200
