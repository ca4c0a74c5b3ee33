"""The arithmetic of clock skew."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest

from django_health.checks.configuration.clock import LIMIT, Skew, measured


def server(ahead: float, seconds: float = 0.0) -> Callable[[], int]:
    """A server whose clock is ahead and which looks at it after so many seconds."""

    def ask() -> int:
        time.sleep(seconds)
        return int((time.time() + ahead) * 1_000_000)

    return ask


@pytest.mark.parametrize("ahead", [120.0, 0.0, -120.0])
def test_skew_is_signed(ahead: float) -> None:
    """Positive when the server is ahead."""
    assert measured(server(ahead)).seconds == pytest.approx(ahead, abs=1.0)


def test_half_of_the_round_trip_is_no_skew() -> None:
    """Without the correction it would be a whole second, however quick the machine is."""
    skew = measured(server(0.0, seconds=1.0))
    assert abs(skew.seconds) < skew.uncertainty + 0.25
    assert skew.uncertainty >= 0.49


def test_the_quickest_question_counts() -> None:
    """The first may have waited for another check."""
    answers = iter([server(0.0, 2.0), server(0.0)])

    def ask() -> int:
        return next(answers)()

    assert measured(ask).uncertainty < 0.9


@pytest.mark.parametrize(
    ("seconds", "uncertainty", "is_too_large"),
    [
        (LIMIT + 0.1, 0.0, True),
        (-LIMIT - 0.1, 0.0, True),
        (LIMIT, 0.0, False),
        (LIMIT + 1, 1.5, False),
    ],
)
def test_only_what_is_certainly_above_the_limit_is_too_large(
    seconds: float, uncertainty: float, is_too_large: bool
) -> None:
    """A slow answer says little about the clock."""
    assert Skew(seconds, uncertainty).is_too_large is is_too_large


def test_the_sentence_says_which_clock_is_ahead() -> None:
    """With the figure and the limit."""
    ahead, behind = Skew(61.26, 0.0), Skew(-7.0, 0.0)
    assert ahead.sentence.startswith("the database's clock is 61.3 s ahead of this host's")
    assert behind.sentence == (
        "the database's clock is 7.0 s behind this host's (warning above 5 s)"
    )
