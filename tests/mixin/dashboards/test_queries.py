"""Queries are narrowed by the variables."""

from __future__ import annotations

import pytest

from mixin.dashboards.queries import now, over_time, rate, rows, select

BOTH = 'job=~"$job",instance=~"$instance"'


def test_every_selector_is_narrowed() -> None:
    """By job and instance, always."""
    assert select("up") == f"up{{{BOTH}}}"


def test_by_alias() -> None:
    """By a label of the metric where it is named."""
    assert select("up", "database") == f'up{{{BOTH},database=~"$alias"}}'


@pytest.mark.parametrize(
    ("value", "written"),
    [
        ("error", 'state="error"'),
        ("~o.*", 'state=~"o.*"'),
        ("!ok", 'state!="ok"'),
        ("!~o.*", 'state!~"o.*"'),
    ],
)
def test_matchers(value: str, written: str) -> None:
    """The first characters say how a label is to match."""
    assert select("up", state=value) == f"up{{{BOTH},{written}}}"


def test_what_is_not_empty() -> None:
    """An exclamation mark alone is about labels that are there."""
    assert select("up", target="!") == f'up{{{BOTH},target!=""}}'


def test_rates() -> None:
    """Over the range that fits the scrape interval."""
    assert rate("x_total") == f"rate(x_total{{{BOTH}}}[$__rate_interval])"


def test_graphs_ask_for_ranges() -> None:
    """And name their series."""
    query = over_time("up", "{{instance}}").build()
    assert (query.expr, query.range_val, query.instant) == ("up", True, False)
    assert query.legend_format == "{{instance}}"


def test_numbers_ask_for_now() -> None:
    """For the end of the dashboard's time alone."""
    query = now("up").build()
    assert (query.instant, query.range_val) == (True, False)


def test_tables_ask_for_rows() -> None:
    """For now, with each label as a column."""
    query = rows("up").build()
    assert query.instant
    assert query.format_val == "table"
