"""The last hours, drawn and in words."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from django_health.history import History
from django_health.page.past import HEIGHTS, TOLD, Past, past_of
from django_health.result import CheckResult, Outcome, Report, Status

OK, WARNING, ERROR, SKIPPED = Status.OK, Status.WARNING, Status.ERROR, Status.SKIPPED
STEP = 300.0
NOW = 1701426600.75  # 10:30:00.75, the beginning of a step

Said = Sequence[Status | None]


def said_at(status: Status, when: float) -> Report:
    """A report of a check that said something at a moment."""
    result = CheckResult("cache", "", "", Outcome(status), duration=0.0, finished=when)
    return Report((result,), created=when, now=when, duration=0.0)


def past(answers: Sequence[tuple[float, Status]], steps: int = 4, now: float = NOW) -> Past:
    """The strip of a check that said something at some moments, in seconds from ``NOW``."""
    history = History(steps * STEP, steps)
    for when, status in answers:
        history.note(said_at(status, NOW + when))
    return past_of(history.past(said_at(OK, now).results[0], now), STEP, now)


def past_by_steps(said: Said) -> Past:
    """The strip of a check that was asked at the beginning of each step, or not at all."""
    last = len(said) - 1
    answers = [((place - last) * STEP, status) for place, status in enumerate(said) if status]
    return past(answers, len(said))


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ([None] * 4, "nothing is known yet"),
        ([OK] * 4, "ok"),
        ([None, None, OK, OK], "ok"),
        ([None, None, None, OK], "ok; not asked for 15 min of it"),
        ([SKIPPED] * 4, "skipped"),
        ([ERROR] * 4, "error since 10:15 or earlier (UTC)"),
        ([OK, OK, OK, ERROR], "error since 10:30 (UTC)"),
        ([OK, ERROR, ERROR, OK], "ok since 10:30, error 10:20–10:30 (UTC)"),
        (
            [ERROR, WARNING, OK, OK],
            "ok since 10:25, warning 10:20–10:25, error at least 10:15–10:20 (UTC)",
        ),
        (
            [OK, ERROR, *[None] * 4],
            "error at least at 10:10 (UTC); not asked for 20 min of it",
        ),
        (
            [None, None, None, ERROR],
            "error since 10:30 or earlier (UTC); not asked for 15 min of it",
        ),
        (
            [OK, *[None] * 3, ERROR, OK],
            "ok since 10:30, error at least 10:25–10:30 (UTC); not asked for 15 min of it",
        ),
    ],
)
def test_words(said: Said, words: str) -> None:
    """What was wrong and when, the latest first, and how much of it nobody knows."""
    assert past_by_steps(said).text == f"last {len(said) * 5} min: {words}"


def test_within_one_step() -> None:
    """What is over is told as over, with its own minutes and not with those of a step."""
    answers = [(60.0, OK), (125.0, ERROR), (190.0, OK)]
    assert past(answers, now=NOW + 200).text == (
        "last 20 min: ok since 10:33, error 10:32–10:33 (UTC); not asked for 15 min of it"
    )


def test_what_is_older_than_the_strip() -> None:
    """It is not told any more."""
    answers = [(-8 * STEP, ERROR), (-7 * STEP, OK), (0.0, OK)]
    assert past(answers).text == "last 20 min: ok; not asked for 15 min of it"
    assert past(answers[:2]).text == "last 20 min: nothing is known yet"


def test_a_moment() -> None:
    """What is over within a minute has one time."""
    answers = [(0.0, OK), (10.0, WARNING), (12.0, OK)]
    assert "ok since 10:30, warning at 10:30 (UTC)" in past(answers, now=NOW + 20).text


def test_what_goes_on_since_before_the_strip() -> None:
    """Its true beginning is told, with the day where it is longer ago than that."""
    begun = [(-STEP, OK), *((number * STEP, ERROR) for number in range(3 * 288))]
    assert "error since 10:30 (UTC)" in past(begun[:20], now=NOW + 18 * STEP).text
    long = past(begun, now=NOW + begun[-1][0]).text
    assert long == "last 20 min: error since 2023-12-01 10:30 (UTC)"


def test_often() -> None:
    """The latest few are told, and how many there were before, as far as that is known."""
    few = past_by_steps([OK, *[ERROR, OK] * 6]).text
    assert few.count("error") == TOLD
    assert few.endswith("and 2 more before (UTC)")
    assert past_by_steps([ERROR, OK] * 20).text.endswith("and more before (UTC)")


def test_drawn() -> None:
    """Each stretch is a box as high as its state is bad, in the colour of its state."""
    drawn = past_by_steps([OK, OK, ERROR, None, OK])
    assert drawn.steps == 5
    assert drawn.paths == ((OK, "M0 8h2v4h-2zM4 8h1v4h-1z"), (ERROR, "M2 0h1v12h-1z"))


def test_heights_tell_the_states_apart() -> None:
    """Without any colour."""
    assert HEIGHTS[SKIPPED] < HEIGHTS[OK] < HEIGHTS[WARNING] < HEIGHTS[ERROR]


@given(st.lists(st.sampled_from([*Status, None]), min_size=1, max_size=72))
def test_any_past(said: list[Status | None]) -> None:
    """It is drawn within its width, and told in a bounded text."""
    drawn = past_by_steps(said)
    assert sum(path.count("M") for _, path in drawn.paths) <= len(said)
    assert len(drawn.text) < 240
