"""Names: of rules, and of the metrics and labels that they ask for."""

from __future__ import annotations

import re
from collections.abc import Iterator

from promql_parser import AggModifierType, AggregateExpr

from mixin.rules.rule import Alert, Record, Rule, Severity
from rule_lint.book import Book
from rule_lint.labels import NAME, labels_of, names_of
from rule_lint.tree import nodes, parsed, selectors

RECORD = re.compile(r"[a-z_]+:[a-z][a-z0-9_]*:[a-z][a-z0-9_]*")
ALERT = re.compile(r"DjangoHealth([A-Z][a-z0-9]*)+")


def ill_named(rule: Rule, book: Book) -> Iterator[str]:  # noqa: ARG001
    """Find names that are not as all are."""
    if isinstance(rule, Alert) and not ALERT.fullmatch(rule.name):
        yield f"{rule.name} is not DjangoHealth and what is wrong"
    if isinstance(rule, Record) and not RECORD.fullmatch(rule.name):
        yield f"{rule.name} is not level:metric:operations"


def duplicates(rule: Rule, book: Book) -> Iterator[str]:
    """Find rules that another rule of the same name cannot be told from."""
    alike = [other for other in book.rules() if _mark(other) == _mark(rule)]
    if len(alike) > 1:
        yield f"{rule.name} is there {len(alike)} times with the same labels"


def unknown_severities(rule: Rule, book: Book) -> Iterator[str]:  # noqa: ARG001
    """Find severities that nothing is said of, also in a label of the rule's own."""
    if isinstance(rule, Alert):
        if rule.severity not in set(Severity):
            yield f"{rule.severity} is no severity"
        if {"severity", "component"} & set(rule.labels or {}):
            yield "severity and component are not to be overwritten"


def named_targets(rule: Rule, book: Book) -> Iterator[str]:  # noqa: ARG001
    """Find jobs and instances that are named: those are called otherwise elsewhere."""
    for selector, _ in selectors(parsed(rule.expr)):
        for matcher in selector.matchers.matchers:
            if matcher.name in {"job", "instance"}:
                yield f"{matcher} names a target"


def unknown_series(rule: Rule, book: Book) -> Iterator[str]:
    """Find metrics that nobody exposes, and labels that a metric does not have."""
    for selector, _ in selectors(parsed(rule.expr)):
        names = names_of(selector, book)
        if not names:
            yield f"{selector} means no metric"
        for name in names:
            if not book.is_known(name):
                yield f"{name} is neither exposed nor recorded"
                continue
            known = labels_of(parsed(name), book).possible | {NAME}
            for matcher in selector.matchers.matchers:
                if matcher.name not in known:
                    yield f"{name} has no label {matcher.name}"


def unknown_groups(rule: Rule, book: Book) -> Iterator[str]:
    """Find aggregations by labels that are not there."""
    for node in nodes(parsed(rule.expr)):
        if not isinstance(node, AggregateExpr) or node.modifier is None:
            continue
        if node.modifier.type != AggModifierType.By:
            continue
        inner = labels_of(node.expr, book).possible
        for label in sorted(set(node.modifier.labels) - inner):
            yield f"by ({label}) of what has no such label"


def _mark(rule: Rule) -> tuple[object, ...]:
    labels = tuple(sorted((rule.labels or {}).items()))
    severity = rule.severity if isinstance(rule, Alert) else ""
    return type(rule), rule.name, severity, labels
