"""A linter for rules that knows what others cannot: the metrics and dashboards there are."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from mixin.rules.rule import Rule, RuleFile
from rule_lint.book import Book
from rule_lint.counters import rates_of_others, raw_counters, short_ranges
from rule_lint.firing import no_comparison, no_waiting
from rule_lint.matching import impossible_matches
from rule_lint.names import (
    duplicates,
    ill_named,
    named_targets,
    unknown_groups,
    unknown_series,
    unknown_severities,
)
from rule_lint.texts import empty_texts, lost_labels, unknown_dashboards, values_in_summaries

__all__ = ["LINTS", "Book", "Lint", "findings"]

Lint = Callable[[Rule, Book], Iterator[str]]
"""Tells what is wrong with a rule, among all of them."""

LINTS: tuple[Lint, ...] = (
    no_comparison,
    no_waiting,
    raw_counters,
    rates_of_others,
    short_ranges,
    ill_named,
    duplicates,
    unknown_severities,
    named_targets,
    unknown_series,
    unknown_groups,
    impossible_matches,
    lost_labels,
    values_in_summaries,
    empty_texts,
    unknown_dashboards,
)


def findings(files: Sequence[RuleFile]) -> list[str]:
    """Return what is wrong with rules, each with the rule's name and the name of the lint."""
    book = Book(files)
    return [
        f"{rule.name} ({lint.__name__}): {finding}"
        for rule in book.rules()
        for lint in LINTS
        for finding in lint(rule, book)
    ]
