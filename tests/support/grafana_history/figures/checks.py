"""What is told of each component as a whole."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from django_health.result import Reason, Status
from grafana_history.figures.targets import last_success
from grafana_history.ground import TARGETS, Ground, Series
from grafana_history.shapes import Shape, either, steady, wobbling
from grafana_history.span import one_of

_PREFIX = "django_health_check_"


def figures(ground: Ground) -> Iterator[Series]:
    """Return their series."""
    for component in TARGETS:
        for series in _component(ground, component):
            yield replace(series, shape=_where_asked(ground, component, series.shape))


def _component(ground: Ground, component: str) -> Iterator[Series]:
    labels = {"check": component}
    spans = ground.of(component)
    ill = [span for span in spans if not span.warning]
    lost = [span for span in ill if span.reason == "timeout"]
    old = 12.0 if component in ("celery", "configuration") else 0.0
    quick = wobbling(0.008, f"{ground.instance}/{component}", 0.5)
    yield Series(f"{_PREFIX}status", labels, either(steady(1), steady(0), ill))
    slow = [span for span in spans if span.reason == "slow"]
    took = either(either(quick, steady(0.9), slow), steady(3.0), lost)
    yield Series(f"{_PREFIX}duration_seconds", labels, took)
    stuck = ground.of("exporter", "stuck") if component == "http" else []
    yield Series(f"{_PREFIX}age_seconds", labels, either(steady(old), steady(900), stuck))
    name = f"{_PREFIX}last_success_timestamp_seconds"
    yield Series(name, labels, last_success(ground, ill))
    for state in Status:
        yield Series(
            f"{_PREFIX}state", {**labels, "state": state}, _state(ground, component, state)
        )
    for reason in Reason:
        shown = [span for span in spans if span.reason == reason]
        labels = {"check": component, "reason": reason}
        yield Series(f"{_PREFIX}error", labels, either(steady(0), steady(1), shown))


def _where_asked(ground: Ground, component: str, shape: Shape) -> Shape:
    return lambda at: shape(at) if ground.asks(component, at) else None


def _state(ground: Ground, component: str, state: Status) -> Shape:
    spans = ground.of(component)

    def value(at: float) -> float:
        worst = one_of(spans, at)
        if not ground.asks("checks", at):
            return float(state is Status.SKIPPED)
        if worst is None:
            return float(state is Status.OK)
        return float(state is (Status.WARNING if worst.warning else Status.ERROR))

    return value
