"""Versions as servers tell them."""

from __future__ import annotations

import pytest

from django_health.grants.versions import NEWEST, numbers_of


@pytest.mark.parametrize(
    ("version", "numbers"),
    [
        ("10.11.6-MariaDB-0+deb12u1", (10, 11, 6)),
        ("15.4", (15, 4)),
        ("7", (7,)),
        ("8.0.1", (8, 0, 1)),
        ("17beta1", (17,)),
        ("", NEWEST),
        ("unstable", NEWEST),
    ],
)
def test_numbers(version: str, numbers: tuple[int, ...]) -> None:
    """What is no number is taken for the newest."""
    assert numbers_of(version) == numbers
