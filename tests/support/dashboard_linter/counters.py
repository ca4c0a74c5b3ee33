"""Counters: only in rates, over a time that fits the scrapes."""

from __future__ import annotations

from collections.abc import Iterator

from promql_parser import Call, Expr, MatrixSelector, SubqueryExpr

from dashboard_linter.known import Known
from dashboard_linter.queries import RANGE, RATE_INTERVAL, tree_of
from dashboard_linter.reading import Json, expressions
from documented_metrics import documented
from rule_lint.labels import names_of
from rule_lint.tree import children, nodes, selectors

COUNTING = {"rate", "irate", "increase", "resets"}
QUARTER_OF_AN_HOUR = 900
"""Seconds for which alerts count what happens seldom; a panel beside them counts the same."""
FITTING = {"increase": {RATE_INTERVAL, RANGE, QUARTER_OF_AN_HOUR}, "resets": {RANGE}}
"""The times over which a function may reckon; a rate only over that which fits the scrapes."""


def raw_counters(board: Json, known: Known) -> Iterator[tuple[str, str]]:
    """Find the bare value of a counter, which says when a server started at most."""
    for where, text in expressions(board):
        tree = tree_of(text)
        for selector, function in selectors(tree) if tree is not None else ():
            for name in names_of(selector, known.book):
                if _is_counter(name) and function not in COUNTING:
                    yield where, f"{name} is a counter, outside of a rate"


def rates_of_others(board: Json, known: Known) -> Iterator[tuple[str, str]]:
    """Find rates of what may fall, or was reckoned before."""
    for where, call in _calls(board):
        (operand,) = children(call)
        if not isinstance(operand, MatrixSelector):
            yield where, f"{call.func.name} of what is no selector"
            continue
        for name in names_of(operand.vector_selector, known.book):
            if not _is_counter(name):
                yield where, f"{call.func.name} of {name}, which is no counter"


def fixed_rates(board: Json, known: Known) -> Iterator[tuple[str, str]]:  # noqa: ARG001
    """Find rates over a time of their own: too short for some scrapes, and no fit for a zoom."""
    for where, call in _calls(board):
        (operand,) = children(call)
        if not isinstance(operand, MatrixSelector | SubqueryExpr) or operand.range is None:
            continue
        fitting = FITTING.get(call.func.name, {RATE_INTERVAL})
        if operand.range.total_seconds() not in fitting:
            yield where, f"{call.func.name} over {operand.range}, not $__rate_interval"


def _calls(board: Json) -> Iterator[tuple[str, Call]]:
    for where, text in expressions(board):
        tree: Expr | None = tree_of(text)
        for node in nodes(tree) if tree is not None else ():
            if isinstance(node, Call) and node.func.name in COUNTING:
                yield where, node


def _is_counter(name: str) -> bool:
    metric = documented().get(name)
    return metric is not None and metric.kind == "counter"
