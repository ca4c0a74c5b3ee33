"""Who is there, and how a story is told."""

from __future__ import annotations

from grafana_history.span import Span

ONE, TWO, BILLING, LEGACY = "shop-1:9808", "shop-2:9808", "billing-1:9808", "legacy-1:9808"

FLEET = (("shop", ONE), ("shop", TWO), ("billing", BILLING), ("legacy", LEGACY))
"""Job and instance of each daemon; the last watches little, and is taken away hours ago."""


def error(
    instance: str, component: str, target: str, reason: str, since: float, until: float = 0
) -> Span:
    """Return what makes a target fail; times in minutes."""
    return Span(instance, component, target, reason, since * 60, until * 60)


def trouble(
    instance: str, component: str, target: str, reason: str, since: float, until: float = 0
) -> Span:
    """Return what is told of a target that goes on answering; times in minutes."""
    return Span(instance, component, target, reason, since * 60, until * 60, warning=True)
