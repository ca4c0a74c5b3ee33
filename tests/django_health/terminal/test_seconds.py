"""Seconds that somebody typed."""

from __future__ import annotations

import pytest

from django_health.terminal.seconds import seconds_of


@pytest.mark.parametrize(("text", "seconds"), [("1", 1.0), ("0.5", 0.5), (" 86400 ", 86400.0)])
def test_a_number_of_seconds(text: str, seconds: float) -> None:
    """With a fraction, if it has one."""
    assert seconds_of(text) == seconds


def test_there_may_be_a_least() -> None:
    """Nobody is asked a thousand times in a second."""
    assert seconds_of("0.1", 0.1) == 0.1
    with pytest.raises(ValueError, match=r"^a number of seconds from 0.1 to 86400 is expected$"):
        seconds_of("0.09", 0.1)


@pytest.mark.parametrize("text", ["", "soon", "0", "-1", "nan", "inf", "86401", "1e999"])
def test_what_is_none_is_refused(text: str) -> None:
    """In words that say what is expected, without what was given."""
    with pytest.raises(ValueError, match=r"^a number of seconds from 0.001 to 86400 is expected$"):
        seconds_of(text)
