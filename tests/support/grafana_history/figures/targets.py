"""Whether each target works, why not, and when it last did."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from django_health.result import Reason
from grafana_history.ground import SECOND, TARGETS, Ground, Series
from grafana_history.shapes import Shape, either, steady
from grafana_history.span import Span, one_of

LABELS = {
    "database": "database",
    "cache": "cache",
    "migrations": "database",
    "http": "endpoint",
    "smtp": "endpoint",
    "storage": "storage",
    "tcp": "endpoint",
    "dns": "endpoint",
    "sql": "query",
}
"""The label that names the targets of a component."""


def figures(ground: Ground) -> Iterator[Series]:
    """Return their series."""
    for component, label in LABELS.items():
        prefix = f"django_health_{component}_"
        for target in TARGETS[component]:
            spans = ground.of(component, target)
            if target == "sessions":
                spans += ground.of(component, SECOND)
            ill = [span for span in spans if not span.warning]
            labels = {label: target}
            gone = ground.when(component, target, "gone")
            up = either(either(steady(1), steady(0), ill), lambda _: None, gone)
            yield Series(f"{prefix}up", labels, up)
            name = f"{prefix}last_success_timestamp_seconds"
            yield Series(name, labels, last_success(ground, ill))
            for reason in sorted({span.reason for span in spans} & set(Reason)):
                shown = [span for span in spans if span.reason == reason]
                yield Series(f"{prefix}error", {**labels, "reason": reason}, _only(shown))


def last_success(ground: Ground, ill: Sequence[Span]) -> Shape:
    """The Unix time at which something last worked."""

    def value(at: float) -> float:
        span = one_of(ill, at)
        return ground.end + (at if span is None else span.since - 60)

    return value


def _only(spans: Sequence[Span]) -> Shape:
    return lambda at: None if one_of(spans, at) is None else 1.0
