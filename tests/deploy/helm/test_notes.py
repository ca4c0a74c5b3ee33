"""What Helm tells who has installed the chart: advice that the chart itself takes."""

from __future__ import annotations

import re

import pytest

from manifests import CHART, chart_values, rendered
from manifests.rendering import notes

WITHOUT = "deployment.enabled=false"
RULES = 'prometheusRule={"enabled": true}'
BOARDS = 'dashboards={"enabled": true}'
PODS = (
    'podMonitor={"enabled": true, "selector": {"matchLabels": {"app.kubernetes.io/name": "shop"}}}'
)

UNSCRAPED = "Prometheus is not told of it"


def _advised(text: str) -> set[str]:
    return set(re.findall(r"\b(?:serviceMonitor|podMonitor)\.enabled\b", text))


@pytest.mark.parametrize(
    ("sets", "advised"),
    [
        ((), {"serviceMonitor.enabled"}),
        (("serviceMonitor.enabled=true",), set()),
        (("podMonitor.enabled=true",), set()),
        ((WITHOUT,), {"podMonitor.enabled"}),
        ((WITHOUT, PODS), set()),
        ((WITHOUT, RULES), set()),
        ((WITHOUT, BOARDS), set()),
    ],
    ids=["an exporter", "scraped", "by its pods", "nothing", "side-cars", "rules", "dashboards"],
)
def test_a_monitor_is_advised_where_one_is_missing(
    sets: tuple[str, ...], advised: set[str]
) -> None:
    """And where there are only rules and dashboards for others, none is."""
    told = notes(sets=sets)
    assert _advised(told) == advised
    assert (UNSCRAPED in told) == ("serviceMonitor.enabled" in advised)


def test_what_is_advised_is_taken() -> None:
    """The chart renders with it, and then has nothing more to advise."""
    for before, advice in (((), "serviceMonitor.enabled=true"), ((WITHOUT,), PODS)):
        assert rendered(sets=(*before, advice))
        assert _advised(notes(sets=(*before, advice))) == set()


def test_who_has_rules_is_told_about_whom() -> None:
    """About one job, or about all, and then that nobody else may have them."""
    narrowed = notes(sets=(RULES, "serviceMonitor.enabled=true"))
    assert "about the job web/shop-django-health-exporter alone" in narrowed
    assert "about all jobs: let no other release" in notes(sets=(RULES, WITHOUT))
    assert "dashboards show all jobs: let no other" in notes(sets=(BOARDS, WITHOUT))


def test_an_exporter_without_targets_is_told_of() -> None:
    """It watches the host alone; with a configuration nothing is said."""
    assert "It watches the host alone" in notes()
    assert "It watches the host alone" not in notes(sets=('config={"log": {"level": "info"}}',))


def test_every_set_of_values_has_notes() -> None:
    """With no gap at the beginning, and none of more than a line."""
    for values in chart_values():
        told = notes(values)
        assert told.strip(), values
        assert not told.startswith("\n"), values
        assert "\n\n\n" not in told, values


def test_selectors_of_prometheus_are_told_of() -> None:
    """Where there is something that it could pass over."""
    assert "ruleSelectorNilUsesHelmValues" in notes(CHART / "ci" / "file-values.yaml")
    assert "SelectorNilUsesHelmValues" not in notes(sets=(WITHOUT, BOARDS))
