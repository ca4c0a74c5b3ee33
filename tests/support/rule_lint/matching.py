"""Two vectors side by side: series that can never meet make a rule that can never fire."""

from __future__ import annotations

from collections.abc import Iterator

from promql_parser import BinaryExpr, LabelModifierType

from mixin.rules.rule import Rule
from rule_lint.book import Book
from rule_lint.labels import Labels, labels_of
from rule_lint.tree import is_scalar, nodes, operator, parsed


def impossible_matches(rule: Rule, book: Book) -> Iterator[str]:
    """Find operations between vectors whose labels differ always."""
    for node in nodes(parsed(rule.expr)):
        if not isinstance(node, BinaryExpr) or operator(node) == "or":
            continue
        if not (is_scalar(node.lhs) or is_scalar(node.rhs)):
            yield from _differing(node, book)


def _differing(node: BinaryExpr, book: Book) -> Iterator[str]:
    left, right = labels_of(node.lhs, book), labels_of(node.rhs, book)
    matching = node.modifier.matching if node.modifier else None
    if matching is not None and matching.type == LabelModifierType.Include:
        for label in matching.labels:
            if label not in left.possible & right.possible:
                yield f"{operator(node)} on ({label}), which is not on both sides"
        return
    ignored = frozenset(matching.labels) if matching else frozenset()
    missing = _missing(left.without(ignored), right.without(ignored))
    if missing:
        yield f"{operator(node)} never matches: {', '.join(missing)} is on one side alone"


def _missing(left: Labels, right: Labels) -> list[str]:
    return sorted((left.sure - right.possible) | (right.sure - left.possible))
