"""Annotations: what they name is there when the alert fires."""

from __future__ import annotations

import re
from collections.abc import Iterator

from mixin.dashboards.table import BOARDS
from mixin.rules.rule import Alert, Rule
from rule_lint.book import Book
from rule_lint.labels import labels_of
from rule_lint.tree import parsed

LABEL = re.compile(r"(?:\$labels|\.Labels)\.(\w+)")
VALUE = re.compile(r"\$value|\.Value")
FIXED = {"severity", "component", "alertname"}


def lost_labels(rule: Rule, book: Book) -> Iterator[str]:
    """Find labels in annotations that the expression does not keep."""
    if not isinstance(rule, Alert):
        return
    there = labels_of(parsed(rule.expr), book).sure | FIXED | set(rule.labels or {})
    places = {
        "summary": LABEL.findall(rule.summary),
        "description": LABEL.findall(rule.description),
        "kept": list(rule.kept.values()),
    }
    for place, names in places.items():
        for name in sorted(set(names) - there):
            yield f"{place} names the label {name}, which the expression does not keep"


def values_in_summaries(rule: Rule, book: Book) -> Iterator[str]:  # noqa: ARG001
    """Find summaries that differ at each evaluation, by which nothing can be grouped."""
    if isinstance(rule, Alert) and VALUE.search(rule.summary):
        yield "the summary has a value"


def empty_texts(rule: Rule, book: Book) -> Iterator[str]:  # noqa: ARG001
    """Find alerts that do not say what is wrong."""
    if isinstance(rule, Alert):
        for place in ("summary", "description", "component"):
            if not getattr(rule, place).strip():
                yield f"the {place} is empty"


def unknown_dashboards(rule: Rule, book: Book) -> Iterator[str]:  # noqa: ARG001
    """Find links to dashboards, or to variables of them, that do not exist."""
    if not isinstance(rule, Alert):
        return
    board = next((board for board in BOARDS if board.uid == rule.dashboard), None)
    if board is None:
        yield f"there is no dashboard {rule.dashboard}"
        return
    known = {"job", "instance"} | ({"alias"} if board.alias else set())
    for variable in sorted(set(rule.kept) - known):
        yield f"{rule.dashboard} has no variable {variable}"
