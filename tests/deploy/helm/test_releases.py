"""Two applications, each with a release: nothing of one is judged or told by the other."""

from __future__ import annotations

from typing import Any

import pytest
import yaml

from manifests import CHART, KUSTOMIZE, UnrenderableError, built, of_kind, rendered
from rule_lint.tree import parsed, selectors

RULES = 'prometheusRule={"enabled": true%s}'
PODS = 'podMonitor={"enabled": true, "selector": {"matchLabels": {%s}}, "namespaces": %s}'
NAMED = '"app.kubernetes.io/name": "shop.web"'
SERVICE = "serviceMonitor.enabled=true"
WITHOUT = "deployment.enabled=false"
RELABELLED = 'monitoring.relabelings=[{"targetLabel": "job", "replacement": "shop"}]'

SHOP, BLOG = "web/shop-django-health-exporter", "web/blog-django-health-exporter"


def _rules(*sets: str, release: str = "shop") -> list[dict[str, Any]]:
    manifests = rendered(sets=sets, release=release)
    groups = [
        group for one in of_kind(manifests, "PrometheusRule") for group in one["spec"]["groups"]
    ]
    return [rule for group in groups for rule in group["rules"]]


def _jobs(rules: list[dict[str, Any]]) -> set[str]:
    """What the selectors of rules want of the job; empty for one that takes any."""
    assert len(rules) > 100
    return {
        " ".join(f"{one.op}{one.value}" for one in selector.matchers.matchers if one.name == "job")
        for rule in rules
        for selector, _ in selectors(parsed(rule["expr"]))
    }


EQUAL, LIKE = "MatchOp.Equal", "MatchOp.Re"
CASES = {
    "a service monitor": ((SERVICE,), f"{EQUAL}{SHOP}"),
    "a pod monitor": (("podMonitor.enabled=true",), f"{EQUAL}{SHOP}"),
    "a probe": (('probe={"enabled": true, "targets": ["system"]}',), f"{EQUAL}{SHOP}"),
    "side-cars": ((WITHOUT, PODS % (NAMED, "[]")), f"{EQUAL}web/shop.web"),
    "side-cars of two": (
        (WITHOUT, PODS % (NAMED, '["a", "b"]')),
        f"{LIKE}a/shop[.]web|b/shop[.]web",
    ),
    "no monitor": ((), ""),
    "no exporter": ((WITHOUT,), ""),
}


@pytest.mark.parametrize("case", CASES)
def test_rules_are_about_what_the_release_scrapes(case: str) -> None:
    """Each selector of each rule, so that no alert fires of another release's targets."""
    sets, wanted = CASES[case]
    assert _jobs(_rules(RULES % "", *sets)) == {wanted}


def test_the_job_is_the_one_that_the_monitor_makes() -> None:
    """Else rules would be about nobody, and silent."""
    manifests = rendered(sets=(SERVICE, RULES % ""))
    (monitor,) = of_kind(manifests, "ServiceMonitor")
    made = [
        rule["replacement"]
        for rule in monitor["spec"]["endpoints"][0]["relabelings"]
        if rule.get("targetLabel") == "job"
    ]
    assert made == [SHOP]


def test_two_releases_share_no_target() -> None:
    """The same alerts, each about the job of its own release."""
    shop, blog = (_rules(SERVICE, RULES % "", release=name) for name in ("shop", "blog"))
    assert (_jobs(shop), _jobs(blog)) == ({f"{EQUAL}{SHOP}"}, {f"{EQUAL}{BLOG}"})
    names = [[rule.get("alert") or rule["record"] for rule in rules] for rules in (shop, blog)]
    assert names[0] == names[1]
    same = [one["alert"] for one, other in zip(shop, blog, strict=True) if one == other]
    assert same == ["DjangoHealthWatchdog"]


def test_jobs_can_be_named_and_all_be_meant() -> None:
    """Where somebody else makes the job, or one release judges all."""
    assert _jobs(_rules(SERVICE, RELABELLED, RULES % ', "jobs": ["shop"]')) == {f"{EQUAL}shop"}
    assert _jobs(_rules(SERVICE, RULES % ', "allJobs": true')) == {""}
    assert _jobs(_rules(RULES % ', "jobs": ["a", "b"]')) == {f"{LIKE}a|b"}


@pytest.mark.parametrize(
    "sets",
    [
        (SERVICE, RELABELLED),
        (WITHOUT, PODS % ('"app": "shop"', "[]")),
        (WITHOUT, RELABELLED, PODS % (NAMED, "[]")),
    ],
    ids=["another job", "an application without a name", "another job of side-cars"],
)
def test_a_job_that_cannot_be_known_is_asked_for(sets: tuple[str, ...]) -> None:
    """Rules about a job that nobody makes would never fire."""
    with pytest.raises(UnrenderableError, match=r"prometheusRule\.jobs: .*allJobs"):
        rendered(sets=(RULES % "", *sets))
    assert rendered(sets=(RULES % ', "allJobs": true', *sets))


def test_examples_have_what_is_for_all_in_one_place() -> None:
    """Of the overlays only one has dashboards, and no component has rules and a monitor."""
    overlays = [built(folder) for folder in sorted((KUSTOMIZE / "overlays").iterdir())]
    with_boards = [
        True
        for manifests in overlays
        if any("grafana_dashboard" in one["metadata"].get("labels", {}) for one in manifests)
    ]
    assert with_boards == [True]
    for folder in (KUSTOMIZE / "components").iterdir():
        resources = yaml.safe_load((folder / "kustomization.yaml").read_text("utf-8"))
        assert {"rules.yaml", "podmonitor.yaml"} - set(resources.get("resources", []))


def test_the_page_has_dashboards_once() -> None:
    """In the values of no application, and in those for all."""
    page = (CHART.parents[2] / "docs" / "kubernetes.md").read_text(encoding="utf-8")
    blocks = [text.partition("```")[0] for text in page.split("```yaml\n")[1:]]
    boards = [block for block in blocks if "dashboards:" in block]
    assert len(boards) == 1
    assert "prometheusRule" not in boards[0]
