"""Alerts that have none of the labels that operators give to targets: sums over several of them."""

from __future__ import annotations

from functools import cached_property

from mixin.rules.rule import Alert
from mixin.rules.table import FILES
from rule_lint.book import Book
from rule_lint.labels import labels_of
from rule_lint.tree import parsed

OF_TARGETS = "environment"
"""Stands for every label of a target that no rule names."""


class _Labelled(Book):
    """All rules, where each series that is scraped has one more label."""

    @cached_property
    def exposed(self) -> dict[str, frozenset[str]]:
        """The labels of each metric that is scraped, by its name."""
        return {name: labels | {OF_TARGETS} for name, labels in super().exposed.items()}


BOOK = _Labelled(FILES)


def kept(alert: Alert) -> frozenset[str]:
    """Return the labels that an alert has for sure from its expression."""
    return labels_of(parsed(alert.expr), BOOK).sure


AGGREGATED = frozenset(alert.name for alert in BOOK.alerts() if OF_TARGETS not in kept(alert))
"""Their names."""
