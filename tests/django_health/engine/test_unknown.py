"""Requests for checks that there are not."""

from __future__ import annotations

import pytest

from django_health.engine.unknown import UnknownCheckError, expect_known


def test_unknown_names_are_told_with_those_that_there_are() -> None:
    """All of them, in order."""
    with pytest.raises(UnknownCheckError, match=r"^unknown check x, y: there are a, b$"):
        expect_known(["y", "a", "x"], ["a", "b"])


def test_known_names() -> None:
    """Also none of them."""
    expect_known(["a"], ["a", "b"])
    expect_known([], [])
