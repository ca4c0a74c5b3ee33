"""Figures read as people write them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from django_health.page.words import clock, counted, duration, moment, number, percent, size


@pytest.mark.parametrize(
    ("seconds", "text"),
    [
        (0, "0 ms"),
        (0.000001, "under 0.01 ms"),
        (0.0000395, "0.04 ms"),
        (0.00183, "1.8 ms"),
        (0.045, "45 ms"),
        (0.25, "250 ms"),
        (1.0, "1 s"),
        (1.52, "1.5 s"),
        (9.5, "9.5 s"),
        (45.2, "45 s"),
        (1440, "24 min"),
        (3600, "1 h"),
        (11_400, "3 h 10 min"),
        (172_800, "2 d"),
        (442_800, "5 d 3 h"),
        (-0.000178, "−0.18 ms"),
        (-300, "−5 min"),
    ],
)
def test_duration(seconds: float, text: str) -> None:
    """In the unit that fits, with two digits that count."""
    assert duration(seconds) == text


@given(st.floats(0.0001, 1e9))
def test_no_duration_becomes_nothing(seconds: float) -> None:
    """What took time never reads as none, nor as sixty of a smaller unit."""
    text = duration(seconds)
    assert not text.startswith("0 ")
    assert "60 min" not in text.partition(" h ")[2]
    assert "24 h" not in text.partition(" d ")[2]


@pytest.mark.parametrize(
    ("count", "text"),
    [
        (0, "0 B"),
        (1023, "1023 B"),
        (7_634_279, "7.3 MiB"),
        (2**40, "1 TiB"),
        (2**70, "1048576 PiB"),
    ],
)
def test_size(count: float, text: str) -> None:
    """In units of 1024."""
    assert size(count) == text


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0, "0"),
        (100, "100"),
        (1_204_332, "1,204,332"),
        (0.77, "0.77"),
        (251.97, "251.97"),
        (0.0003, "0.0003"),
        (-0.5, "-0.5"),
    ],
)
def test_number(value: float, text: str) -> None:
    """Grouped, and never rounded to nothing."""
    assert number(value) == text


def test_percent() -> None:
    """One digit behind the point, where there is one."""
    assert (percent(63.14), percent(70)) == ("63.1 %", "70 %")


def test_times() -> None:
    """In UTC."""
    assert clock(1701426600.75) == "10:30:00"
    assert moment(1701426600.75) == "2023-12-01 10:30:00"


def test_counted() -> None:
    """The word fits the number."""
    assert counted(1, "check", "checks") == "1 check"
    assert counted(1000, "check", "checks") == "1,000 checks"
