"""Details as pairs of words."""

from __future__ import annotations

from typing import Any

import pytest

from django_health.page.figures import LISTED, LONGEST, MOST, Figure, figures_of, privileges_of
from sample_checks import result_of


def figures(details: dict[str, Any], name: str = "database") -> list[tuple[str, str]]:
    """The figures of a check with these details."""
    return [(figure.name, figure.text) for figure in figures_of(result_of(name, details=details))]


@pytest.mark.parametrize(
    ("key", "value", "figure"),
    [
        ("size_bytes", 7_634_279, ("size", "7.3 MiB")),
        ("replication_lag_seconds", 0.4, ("replication lag", "400 ms")),
        ("total_gb", 251.97, ("total", "251.97 GiB")),
        ("hit_rate", 95.2, ("hit rate", "95.2 %")),
        ("cpu_usage", 12, ("cpu usage", "12 %")),
        ("read_only", False, ("read only", "no")),
        ("queries_executed", 1204, ("queries executed", "1,204")),
        ("version", "16.4", ("version", "16.4")),
        ("load_average", [0.7, 0.5], ("load average", "0.7, 0.5")),
        ("migrations", [{"app": "shop"}], ("migrations", "app shop")),
    ],
)
def test_a_figure(key: str, value: object, figure: tuple[str, str]) -> None:
    """With the unit that its name tells, which is not told twice."""
    assert figures({key: value}) == [figure]


def test_of_a_check_of_the_project() -> None:
    """Its usage may be a share of one: nobody says percent of it."""
    assert figures({"usage": 0.4}, "stock") == [("usage", "0.4")]
    assert figures({"free_bytes": 2048}, "stock") == [("free", "2 KiB")]


def test_what_is_not_known() -> None:
    """It is absent: no word for nothing."""
    assert figures({"version": None, "unknown": [], "conflicts": {}, "zero": 0}) == [("zero", "0")]


def test_inside_of_mappings() -> None:
    """Named by the way, with the unit of whichever name has one."""
    details = {"queues": {"mail": {"length": 3}}, "operation_seconds": {"set": 0.002}}
    assert figures(details) == [("queues, mail, length", "3"), ("operation, set", "2 ms")]


def test_too_deep() -> None:
    """What lies deeper than three is left to the JSON."""
    assert figures({"a": {"b": {"c": {"d": 1}}}}) == []


def test_bounds() -> None:
    """So many figures, so long, and lists with a count of the rest."""
    assert len(figures({f"key_{number}": number for number in range(1000)})) == MOST
    ((name, text),) = figures({"k" * 999: "v" * 999})
    assert (len(name), len(text)) == (LONGEST, LONGEST)
    ((_, text),) = figures({"ids": list(range(LISTED + 1000))})
    assert text.endswith("11 and 1,000 more")


def test_privileges() -> None:
    """They are shown apart, where they are a list."""
    details = {"missing_privileges": ["pg_monitor"], "connections": 1}
    assert privileges_of(details) == ("pg_monitor",)
    assert figures_of(result_of("database", details=details)) == (Figure("connections", "1"),)
    assert privileges_of({"missing_privileges": "pg_monitor"}) == ()
    assert len(privileges_of({"missing_privileges": ["p"] * 99})) == LISTED
