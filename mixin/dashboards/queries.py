"""Queries, narrowed by the dashboard's variables."""

from __future__ import annotations

from grafana_foundation_sdk.builders.prometheus import Dataquery
from grafana_foundation_sdk.models.prometheus import PromQueryFormat

MATCHERS = 'job=~"$job",instance=~"$instance"'
"""What every selector has."""

MATCHERS_OF_ALERTS = 'job=~"$job|",instance=~"$instance|"'
"""The same of alerts: one about a whole job has no instance, and one about all jobs no job."""


def select(metric: str, alias: str = "", **matchers: str) -> str:
    """Return a selector of a metric.

    Args:
        metric: Its name.
        alias: The label that the variable ``alias`` narrows, if any.
        matchers: More of them: ``state="error"``; a value that begins with ``~`` is a pattern, with
            ``!`` what is not wanted, with ``!~`` a pattern of that.
    """
    narrowed = [MATCHERS, f'{alias}=~"$alias"'] if alias else [MATCHERS]
    for label, value in matchers.items():
        wanted = value.lstrip("!~")
        operator = {"~": "=~", "!": "!=", "!~": "!~"}.get(value.removesuffix(wanted), "=")
        narrowed.append(f'{label}{operator}"{wanted}"')
    return f"{metric}{{{','.join(narrowed)}}}"


def rate(metric: str, alias: str = "", **matchers: str) -> str:
    """Return the rate of a counter by second, over the range that fits the scrape interval."""
    return f"rate({select(metric, alias, **matchers)}[$__rate_interval])"


def over_time(expr: str, legend: str) -> Dataquery:
    """Return a query for a graph.

    Args:
        expr: What is asked.
        legend: How its series are called: ``{{instance}}``.
    """
    return Dataquery().expr(expr).legend_format(legend).range()


def now(expr: str, legend: str = "__auto") -> Dataquery:
    """Return a query for the present value, at the end of the dashboard's time range."""
    return Dataquery().expr(expr).legend_format(legend).instant()


def rows(expr: str) -> Dataquery:
    """Return a query for the present values as rows of a table."""
    return now(expr).format(PromQueryFormat.TABLE)
