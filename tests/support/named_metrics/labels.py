"""Labels in expressions, legends, links, templates and the routes of Alertmanager."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

import yaml
from promql_parser import AggregateExpr, BinaryExpr, Call, Expr, StringLiteral

from dashboard_linter.known import OF_ALERTS
from dashboard_linter.reading import Json, marks, panels
from mixin.rules.rule import Record
from named_metrics.expressions import queries_in, tree_in
from rule_lint.book import Book
from rule_lint.labels import NAME
from rule_lint.names import unknown_groups, unknown_series
from rule_lint.tree import nodes, selectors

OF_ALERTMANAGER = {"alertname", "alertstate", "severity", "component"}
_OF_PLACES = {"cluster", "shard", "environment", "namespace"}
"""Labels of Prometheus and of targets by which Alertmanager tells places apart."""
_TEMPLATED = re.compile(r"(?:\$labels|\.(?:Common|Group)?Labels)\.(\w+)")
_NAMED_VALUE = re.compile(r"\{\{\s*(\w+)\s*\}\}")
_FIELD = re.compile(r"__field\.labels\.(\w+)")
_MATCHER = re.compile(r"^\s*\"?(\w+)\"?\s*(?:=~|!~|!=|=)")
_MAKING = {"label_replace": 1, "label_join": 1}
_TAKING = {"label_replace": slice(3, 4), "label_join": slice(3, None)}
_METHODS = {"Names", "Remove", "SortedPairs", "Values"}
_OF_TRIALS = {"team", "release"}
"""Labels that an operator may give to targets, and tests of rules do."""


def universe(book: Book) -> set[str]:
    """Return all labels that a series or an alert can have."""
    found = {label for labels in book.exposed.values() for label in labels} | OF_ALERTMANAGER
    for rule in book.rules():
        found |= set(rule.labels or {})
    return found


def labels_that_are_not(path: str, text: str, book: Book) -> Iterator[str]:
    """Yield what a file says of labels that no series has, or not that one."""
    known = universe(book)
    made: set[str] = set()
    for query in queries_in(path, text):
        tree = tree_in(query)
        if tree is None:
            continue
        made |= _made_in(tree)
        yield from (
            f"{label} in {query}" for label in _joined_by(tree) - known - _made_in(tree) - {NAME}
        )
        if not any(selector.name in OF_ALERTS for selector, _ in selectors(tree)):
            rule = Record("a:b:c", tree.prettify())
            found = [*unknown_series(rule, book), *unknown_groups(rule, book)]
            yield from (one for one in found if not _is_of_trials(path, one))
    for label in sorted(_shown(path, text) - known - made - {NAME}):
        yield f"{label}, which is shown"


def _is_of_trials(path: str, finding: str) -> bool:
    return path.startswith("tests/rules/") and finding.rpartition(" ")[2] in _OF_TRIALS


def _made_in(tree: Expr) -> set[str]:
    """The labels that an expression makes."""
    calls = [node for node in nodes(tree) if isinstance(node, Call)]
    made = [call.args[_MAKING[call.func.name]] for call in calls if call.func.name in _MAKING]
    made += [node.param for node in nodes(tree) if isinstance(node, AggregateExpr) and node.param]
    return {label.val for label in made if isinstance(label, StringLiteral)}


def _joined_by(tree: Expr) -> set[str]:
    """The labels by which an expression joins, and of which it makes others."""
    modifiers = [node.modifier for node in nodes(tree) if isinstance(node, BinaryExpr)]
    found: set[str] = set()
    for modifier in modifiers:
        if modifier is not None:
            found |= set(modifier.matching.labels if modifier.matching else ())
            found |= set(modifier.group_labels or ())
    for call in (node for node in nodes(tree) if isinstance(node, Call)):
        taken = call.args[_TAKING[call.func.name]] if call.func.name in _TAKING else []
        found |= {label.val for label in taken if isinstance(label, StringLiteral) and label.val}
    return found


def _shown(path: str, text: str) -> set[str]:
    """The labels in what is shown, and by which alerts are sorted."""
    if path.endswith(".json"):
        return _on_board(json.loads(text))
    found = set(_TEMPLATED.findall(text)) - _METHODS
    if "/alertmanager/" in path and path.endswith(".yml"):
        found |= set(_routed(yaml.safe_load(text))) - _OF_PLACES
    return found


def _on_board(board: Json) -> set[str]:
    texts = [str(target.get("legendFormat", "")) for p in panels(board) for target in p["targets"]]
    texts += [str(mark.get("titleFormat", "")) for mark in marks(board)]
    legends = {label for text in texts for label in _NAMED_VALUE.findall(text)}
    return legends | set(_FIELD.findall(json.dumps(board)))


def _routed(value: Any) -> Iterator[str]:
    if isinstance(value, list):
        for one in value:
            yield from _routed(one)
    elif isinstance(value, dict):
        for key, one in value.items():
            if key in ("group_by", "equal"):
                yield from (label for label in one if label != "...")
            elif key.endswith("matchers"):
                yield from (found[1] for text in one if (found := _MATCHER.match(text)))
            else:
                yield from _routed(one)
