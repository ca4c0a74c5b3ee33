"""Texts that can be values of labels, and others."""

from __future__ import annotations

import pytest

from django_health.label_values import LONGEST, can_be_value


@pytest.mark.parametrize(
    "text", ["", "paid", "zwei Wörter", "a\u00a0b", "\U0001f600", "x" * LONGEST]
)
def test_a_text_of_one_line(text: str) -> None:
    """Whatever its letters are."""
    assert can_be_value(text)


@pytest.mark.parametrize(
    "text",
    ["a\n", "\r", "\x00", "\x1b[31m", "\x7f", "\x85", "\u2028", "\u2029", "\ud800", "x" * 257],
    ids=ascii,
)
def test_other_texts(text: str) -> None:
    """They would break a line, colour a terminal or not be UTF-8, or are too long."""
    assert not can_be_value(text)
