"""What Prometheus itself writes: of its scrapes, and of alerts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from committed_rules import committed_rules
from grafana_history.ground import Ground, Series
from grafana_history.shapes import Shape, steady, wobbling
from grafana_history.span import Span

_NEIGHBOUR = "shop-3:9808"
"""A target that never answers, beside one that does."""

_MISSPELT = "cache/defualt"
"""What an exporter that answers is asked about, and does not know."""


def figures(ground: Ground) -> Iterator[Series]:
    """Return the series of a target."""
    yield Series("up", {}, lambda at: float(ground.runs(at)))
    if never := ground.of("exporter", "neighbour"):
        yield Series("up", {"instance": _NEIGHBOUR}, _while(never, 0.0))
        yield Series("up", {"target": _MISSPELT}, _while(never, 0.0))
    yield Series("scrape_duration_seconds", {}, wobbling(0.03, ground.instance))
    yield Series("scrape_samples_scraped", {}, steady(640))
    for span in ground.spans:
        severity = "warning" if span.warning else "critical"
        wanted = {"component": span.component, "severity": severity}
        for alert in committed_rules():
            if alert.is_alert and wanted.items() <= alert.labels.items():
                labels = {"alertname": alert.name, "alertstate": "firing", **wanted}
                labels["of"] = f"{span.target} {span.reason}"
                yield Series("ALERTS", labels, _while([span]))
                break


def _while(spans: Sequence[Span], value: float = 1.0) -> Shape:
    return lambda at: value if any(span.holds(at) for span in spans) else None
