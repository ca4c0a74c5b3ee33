"""What a part of the daemon tells of itself, by name."""

from __future__ import annotations

from django_health_exporter.web.scrape.self_metrics import Teller


def told_figures(teller: Teller) -> dict[str, float]:
    """Return the present figures; the values of labels follow in braces: ``dropped_total{tls}``."""
    told = teller()
    found = {
        f"{family.name}{{{','.join(labels)}}}" if labels else family.name: value
        for family, value, labels in told
    }
    assert len(found) == len(told), "a series is there twice"
    return found
