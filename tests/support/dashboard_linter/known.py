"""What there is besides the dashboard: others, and the metrics."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rule_lint.book import Book

OF_ALERTS = {"ALERTS", "ALERTS_FOR_STATE"}
"""What Prometheus writes of alerts."""


@dataclass(frozen=True)
class Known:
    """What there is.

    Attributes:
        uids: Of all dashboards.
        book: The metrics that are scraped and recorded.
    """

    uids: frozenset[str]
    book: Book

    def is_metric(self, name: str) -> bool:
        """Whether something has this name."""
        return name in OF_ALERTS or self.book.is_known(name)


def known(uids: Sequence[str], book: Book) -> Known:
    """Return it for these dashboards."""
    return Known(frozenset(uids), book)
