"""The figures of a check in a few words."""

from __future__ import annotations

import pytest

from django_health.terminal.figures import amount, figures_of, span
from sample_checks import result_of


@pytest.mark.parametrize(
    ("details", "words"),
    [
        ({}, ""),
        (
            {"engine": "postgresql", "version": "15.8", "connections": 4, "max_connections": 100},
            "4 of 100 connections, postgresql 15.8",
        ),
        ({"usage": 42.123}, "42.1 % used"),
        ({"connections": 4}, "4 connections"),
        (
            {"memory_used_bytes": 1536, "memory_limit_bytes": 2097152, "hits": 3, "misses": 1},
            "1.5 KiB of 2.0 MiB, 75 % hits",
        ),
        ({"memory_used_bytes": 5, "hits": 0, "misses": 0}, "5 B in memory"),
        ({"active_workers": 2}, "2 workers"),
        ({"pending_migrations": 0, "applied_migrations": 14}, "0 pending, 14 applied"),
        ({"uptime_seconds": 7200, "size_bytes": 10}, "10 B, up 2 h"),
        ({"usage": True, "version": 3, "connections": "many", "keys": None}, ""),
        ({"engine": "\x1b[31mred\n"}, "[31mred"),
    ],
)
def test_what_is_told(details: dict[str, object], words: str) -> None:
    """Whatever else a project's own check may have under these names."""
    assert figures_of(result_of("cache", details=details)) == words


def test_it_is_few() -> None:
    """The most telling ones."""
    details = {"usage": 1, "connections": 2, "keys": 3, "active_workers": 4, "uptime_seconds": 5}
    told = figures_of(result_of("cache", details=details))
    assert told == "1.0 % used, 2 connections, 3 keys, 4 workers"


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (0.00004, "0.0 ms"),
        (0.0123, "12.3 ms"),
        (1.0, "1.0 s"),
        (59.6, "60 s"),
        (120, "2 min"),
        (7200, "2 h"),
        (900_000, "10 d"),
    ],
)
def test_a_time_is_in_the_unit_that_people_would_take(seconds: float, words: str) -> None:
    """With a digit behind the point where it is short."""
    assert span(seconds) == words


@pytest.mark.parametrize(
    ("size", "words"), [(0, "0 B"), (1023, "1023 B"), (1024, "1.0 KiB"), (3 * 2**40, "3.0 TiB")]
)
def test_an_amount(size: float, words: str) -> None:
    """In the largest unit that leaves a whole one."""
    assert amount(size) == words
    assert amount(2.0**60).endswith(" TiB")
