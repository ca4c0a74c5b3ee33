"""Times at which something is not as it should be."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Span:
    """Something that is ill for a while; times are in seconds from the end of the history, below 0.

    Attributes:
        instance: Where.
        component: Of which component; ``exporter`` for the daemon itself.
        target: What of it.
        reason: Why.
        since: When it begins.
        until: When it ends; 0 for what still is so at the end.
        warning: Whether it warns only, and figures go on.
    """

    instance: str
    component: str
    target: str
    reason: str
    since: float
    until: float = 0
    warning: bool = False

    def holds(self, at: float) -> bool:
        """Whether it is so at a time."""
        return self.since <= at <= self.until


def one_of(spans: Sequence[Span], at: float) -> Span | None:
    """Return the worst of those that hold at a time."""
    found = [span for span in spans if span.holds(at)]
    return min(found, key=lambda span: span.warning, default=None)
