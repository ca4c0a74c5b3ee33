"""Counters and ranges: a counter counts only inside a rate, and a rate needs two scrapes."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from promql_parser import Call, MatrixSelector, SubqueryExpr

from documented_metrics import documented
from mixin.rules.rule import Rule
from rule_lint.book import Book
from rule_lint.labels import names_of
from rule_lint.tree import children, nodes, parsed, selectors

COUNTING = {"rate", "irate", "increase", "resets"}
SHORTEST = timedelta(seconds=30)
"""Two scrapes at the usual interval."""


def raw_counters(rule: Rule, book: Book) -> Iterator[str]:
    """Find counters whose bare value is used, which starts anew with each start of a server."""
    for selector, function in selectors(parsed(rule.expr)):
        for name in names_of(selector, book):
            if _is_counter(name) and function not in COUNTING:
                yield f"{name} is a counter, used outside {', '.join(sorted(COUNTING))}"


def rates_of_others(rule: Rule, book: Book) -> Iterator[str]:
    """Find rates of what is no counter, or of what was aggregated before."""
    for node in nodes(parsed(rule.expr)):
        if not isinstance(node, Call) or node.func.name not in COUNTING:
            continue
        for child in children(node):
            if isinstance(child, SubqueryExpr):
                yield f"{node.func.name} of a subquery"
            elif isinstance(child, MatrixSelector):
                for name in names_of(child.vector_selector, book):
                    if not _is_counter(name):
                        yield f"{node.func.name} of {name}, which is no counter"


def short_ranges(rule: Rule, book: Book) -> Iterator[str]:  # noqa: ARG001
    """Find ranges in which there may be less than two scrapes."""
    for node in nodes(parsed(rule.expr)):
        if not isinstance(node, MatrixSelector | SubqueryExpr):
            continue
        if node.range is not None and node.range < SHORTEST:
            yield f"a range of {node.range.total_seconds():g} s"


def _is_counter(name: str) -> bool:
    metric = documented().get(name)
    return metric is not None and metric.kind == "counter"
