"""Which labels the result of an expression has."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import reduce

from promql_parser import (
    AggModifierType,
    AggregateExpr,
    BinaryExpr,
    BinModifier,
    Call,
    Expr,
    LabelModifierType,
    MatchOp,
    StringLiteral,
    VectorMatchCardinality,
    VectorSelector,
)

from rule_lint.book import OF_DISCOVERY, Book
from rule_lint.tree import children, is_scalar, operator, parsed

SETS = {"and", "or", "unless"}
NAME = "__name__"


@dataclass(frozen=True, slots=True)
class Labels:
    """Labels of a result.

    Attributes:
        sure: Those of each of its series.
        possible: Those that some of them have.
    """

    sure: frozenset[str] = frozenset()
    possible: frozenset[str] = frozenset()

    def __or__(self, other: Labels) -> Labels:
        """Return the labels of a result that has series of both kinds."""
        return Labels(self.sure & other.sure, self.possible | other.possible)

    def only(self, names: frozenset[str]) -> Labels:
        """Return what is left when only some are kept."""
        return Labels(self.sure & names, self.possible & names)

    def without(self, names: frozenset[str]) -> Labels:
        """Return what is left when some are dropped."""
        return Labels(self.sure - names, self.possible - names)

    def plus(self, names: frozenset[str]) -> Labels:
        """Return these and more."""
        return Labels(self.sure | names, self.possible | names)


def names_of(selector: VectorSelector, book: Book) -> list[str]:
    """Return the names of the metrics that a selector can mean."""
    if selector.name:
        return [selector.name]
    for matcher in selector.matchers.matchers:
        if matcher.name == NAME and matcher.op == MatchOp.Re:
            known = [*book.exposed, *book.records]
            return [name for name in known if re.fullmatch(matcher.value, name)]
    return []


def labels_of(node: Expr, book: Book) -> Labels:
    """Return the labels of an expression's result."""
    match node:
        case VectorSelector():
            return _of_selector(node, book)
        case AggregateExpr():
            return _of_aggregate(node, book)
        case BinaryExpr():
            return _of_binary(node, book)
        case Call():
            return _of_call(node, book)
    inner = children(node)
    return labels_of(inner[0], book) if inner else Labels()


def _of_selector(node: VectorSelector, book: Book) -> Labels:
    found = [_of_metric(name, book) for name in names_of(node, book)]
    if not found:
        return Labels()
    given = {m.name for m in node.matchers.matchers if m.op == MatchOp.Equal and m.value}
    emptied = {m.name for m in node.matchers.matchers if m.op == MatchOp.Equal and not m.value}
    both = reduce(Labels.__or__, found)
    return both.plus(frozenset(given - {NAME})).without(frozenset(emptied))


def _of_metric(name: str, book: Book) -> Labels:
    if name in book.exposed:
        return Labels(book.exposed[name], book.exposed[name] | OF_DISCOVERY)
    if name in book.asked:
        # A rule that asks for what it recorded before adds nothing of its own.
        return Labels(sure=book.every_label)
    book.asked.add(name)
    recorded = [
        labels_of(parsed(rule.expr), book).plus(frozenset(rule.labels or {}))
        for rule in book.records.get(name, ())
    ]
    book.asked.remove(name)
    return reduce(Labels.__or__, recorded) if recorded else Labels()


def _of_aggregate(node: AggregateExpr, book: Book) -> Labels:
    inner = labels_of(node.expr, book)
    what = operator(node)
    if node.modifier is None:
        kept = inner if what in {"topk", "bottomk"} else Labels()
    elif what in {"topk", "bottomk"}:
        kept = inner
    elif node.modifier.type == AggModifierType.By:
        kept = inner.only(frozenset(node.modifier.labels))
    else:
        kept = inner.without(frozenset(node.modifier.labels))
    if what == "count_values" and isinstance(node.param, StringLiteral):
        return kept.plus(frozenset({node.param.val}))
    return kept


def _of_binary(node: BinaryExpr, book: Book) -> Labels:
    left, right = labels_of(node.lhs, book), labels_of(node.rhs, book)
    if is_scalar(node.lhs) or is_scalar(node.rhs):
        return right if is_scalar(node.lhs) else left
    what = operator(node)
    if what == "or":
        return left | right
    if what in SETS or node.modifier is None:
        return left
    return _matched(left, right, node.modifier)


def _matched(left: Labels, right: Labels, how: BinModifier) -> Labels:
    added = frozenset(how.group_labels or ())
    if how.card == VectorMatchCardinality.ManyToOne:
        return left.plus(added & right.sure)
    if how.card == VectorMatchCardinality.OneToMany:
        return right.plus(added & left.sure)
    if how.matching is None:
        return left
    named = frozenset(how.matching.labels)
    if how.matching.type == LabelModifierType.Include:
        return left.only(named)
    return left.without(named)


def _of_call(node: Call, book: Book) -> Labels:
    vectors = [child for child in children(node) if not is_scalar(child)]
    if not vectors or node.func.name in {"scalar", "vector"}:
        return Labels()
    if node.func.name in {"absent", "absent_over_time"}:
        return _of_absence(vectors[0])
    found = labels_of(vectors[0], book)
    if node.func.name in {"label_replace", "label_join"}:
        made = node.args[1]
        return found.plus(frozenset({made.val})) if isinstance(made, StringLiteral) else found
    return found


def _of_absence(node: Expr) -> Labels:
    """Of what is not there only what the selector demands is known."""
    while not isinstance(node, VectorSelector):
        inner = children(node)
        if len(inner) != 1:
            return Labels()
        node = inner[0]
    demanded = {m.name for m in node.matchers.matchers if m.op == MatchOp.Equal and m.value}
    return Labels().plus(frozenset(demanded - {NAME}))
