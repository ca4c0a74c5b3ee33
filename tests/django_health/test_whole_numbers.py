"""Whole numbers in texts of others."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from django_health.whole_numbers import whole_number


@given(st.integers(0, 2**64 - 1))
def test_every_number_of_64_bits_is_read(number: int) -> None:
    """As it is written in decimal digits."""
    assert whole_number(str(number)) == number


@pytest.mark.parametrize(
    "text",
    ["", "-1", "+1", " 1", "1.0", "1e3", "1_0", "0x1", "\u0661", "\u00b2", "9" * 21, "9" * 5000],
)
def test_what_is_something_else_is_no_number(text: str) -> None:
    """Nor is what no counter can hold, however many digits it has."""
    assert whole_number(text) is None


def test_leading_zeros_do_not_matter() -> None:
    """``007`` is 7."""
    assert whole_number("007") == 7
