"""Expressions: PromQL about what there is, narrowed by the variables."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from promql_parser import Expr, MatchOp, VectorSelector, parse

from dashboard_linter.known import OF_ALERTS, Known
from dashboard_linter.reading import Json, expressions, interpolated, named_variables, variables
from rule_lint.labels import NAME, names_of
from rule_lint.tree import selectors

RATE_INTERVAL, RANGE = 301, 3607
"""Seconds for the variables of a time: such as nobody would write."""

TIMES = {
    "__rate_interval": f"{RATE_INTERVAL}s",
    "__range": f"{RANGE}s",
    "__interval": "47s",
    "__range_s": f"{RANGE}",
    "__interval_ms": "47000",
    "__range_ms": f"{RANGE}000",
}
OF_GRAFANA = {"__field", "__data", "__value", "__series", "__url_time_range", "__from", "__to"}
OF_GRAFANA |= {"__all_variables", "__all", *TIMES}

_PATTERN = re.compile(r"[.*+?|()\[\]{}^$\\]")


@cache
def tree_of(text: str) -> Expr | None:
    """Return the tree of an expression, and ``None`` for what is none."""
    try:
        return parse(interpolated(text, TIMES))
    except ValueError:
        return None


def not_promql(board: Json, known: Known) -> Iterator[tuple[str, str]]:  # noqa: ARG001
    """Find what Prometheus would not parse."""
    for where, text in expressions(board):
        try:
            parse(interpolated(text, TIMES))
        except ValueError as error:
            yield where, f"{error}: {text}"


def not_by_variables(board: Json, known: Known) -> Iterator[tuple[str, str]]:  # noqa: ARG001
    """Find selectors that the variables do not narrow, or that name a job or an instance.

    Alerts about a whole job have no instance, and those about all jobs no job: they may be, and are
    not found by the variable alone. What is recorded of a whole job has none either: of its other
    labels one has to fit the variable, as each does when all instances are chosen.
    """
    for where, text in expressions(board):
        for selector in _selectors(text):
            for label in ("job", "instance"):
                if where in ("variable job", f"variable {label}"):
                    continue  # they are what the others are narrowed by
                there = selector.matchers.matchers
                if label == "instance" and _is_of_jobs(selector.name):
                    found = [m for m in there if m.value == "$instance" and m.name != label]
                else:
                    found = [m for m in there if m.name == label]
                wanted = f"${label}|" if selector.name in OF_ALERTS else f"${label}"
                if [(m.op == MatchOp.Re, m.value) for m in found] != [(True, wanted)]:
                    yield where, f'{label}=~"{wanted}" is not in {selector}'


def _is_of_jobs(name: str | None) -> bool:
    """Whether it is recorded without an instance, by the level that its name begins with."""
    level, recorded, _ = (name or "").partition(":")
    return bool(recorded) and "instance" not in level


def needless_patterns(board: Json, known: Known) -> Iterator[tuple[str, str]]:  # noqa: ARG001
    """Find patterns that match one text, and variables of several values that are no pattern."""
    for where, text in expressions(board):
        for selector in _selectors(text):
            for matcher in selector.matchers.matchers:
                is_pattern = matcher.op in (MatchOp.Re, MatchOp.NotRe)
                if is_pattern and not _PATTERN.search(matcher.value):
                    yield where, f"{matcher} is a pattern without need"
                if not is_pattern and "$" in matcher.value:
                    yield where, f"{matcher} cannot take several values"


def unknown_metrics(board: Json, known: Known) -> Iterator[tuple[str, str]]:
    """Find metrics that nobody exposes or records."""
    for where, text in expressions(board):
        for selector in _selectors(text):
            named = any(m.name == NAME for m in selector.matchers.matchers)
            if named and not names_of(selector, known.book):
                yield where, f"{selector} means no metric"
            if selector.name and not known.is_metric(selector.name):
                yield where, f"there is no metric {selector.name}"


def unknown_variables(board: Json, known: Known) -> Iterator[tuple[str, str]]:  # noqa: ARG001
    """Find variables that the dashboard does not have."""
    there = {str(variable.get("name")) for variable in variables(board)} | OF_GRAFANA
    for where, text in expressions(board):
        for name in sorted(named_variables(text) - there):
            if name.isdecimal():
                continue  # what a pattern of label_replace found; Grafana leaves it as it is
            yield where, f"there is no variable ${name}"


def _selectors(text: str) -> list[VectorSelector]:
    tree = tree_of(text)
    return [] if tree is None else [selector for selector, _ in selectors(tree)]
