"""What mutes something else is compared with it by labels that both have kept."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any

import pytest
import yaml

from aggregated_alerts import AGGREGATED, BOOK, kept
from mixin.rules.rule import Alert
from shipped_alertmanager import shipped
from shipped_prometheus import FOLDER
from shipped_prometheus import shipped as shipped_prometheus

OF_PROMETHEUS = {"cluster", "shard"}
OF_TARGETS = {"environment", "namespace"}
RULES: list[dict[str, Any]] = shipped()["inhibit_rules"]
ALERTS = BOOK.alerts()


def _labels(alert: Alert) -> dict[str, str]:
    """Return the labels of an alert; of those that its series have, a value that stands for all."""
    fixed = {"alertname": alert.name, "severity": str(alert.severity), "component": alert.component}
    return dict.fromkeys(kept(alert) - OF_TARGETS, "*") | fixed | dict(alert.labels or {})


def _matches(matchers: Iterable[str], labels: dict[str, str]) -> bool:
    return all(_fits(matcher, labels) for matcher in matchers)


def _fits(matcher: str, labels: dict[str, str]) -> bool:
    match = re.fullmatch(r'(\w+)(=~|!=|!~|=)"(.+)"', matcher)
    assert match, matcher
    value = labels.get(match[1], "")
    is_it = bool(re.fullmatch(match[3], value)) if "~" in match[2] else value == match[3]
    return is_it is not match[2].startswith("!")


def _can_be_equal(rule: dict[str, Any], source: Alert, target: Alert) -> bool:
    """Whether they can be about the same thing, by all labels that are not those of places."""
    ours, theirs = _labels(source), _labels(target)
    for label in set(rule["equal"]) - OF_PROMETHEUS - OF_TARGETS:
        pair = {ours.get(label, ""), theirs.get(label, "")}
        if len(pair) > 1 and not any("$labels" in value for value in pair):
            return False
    return source is not target


def _pairs(rule: dict[str, Any]) -> Iterator[tuple[Alert, Alert]]:
    sources = [one for one in ALERTS if _matches(rule["source_matchers"], _labels(one))]
    targets = [one for one in ALERTS if _matches(rule["target_matchers"], _labels(one))]
    for source in sources:
        yield from ((source, one) for one in targets if _can_be_equal(rule, source, one))


def test_examples_of_prometheus_give_these_labels() -> None:
    """What is compared is there: as external labels, or as labels that discovery gives."""
    assert shipped_prometheus("sharding")["global"]["external_labels"].keys() >= OF_PROMETHEUS
    (job,) = shipped_prometheus("kubernetes-sd")["scrape_configs"]
    given = {rule.get("target_label", "") for rule in job["relabel_configs"]}
    for group in yaml.safe_load((FOLDER / "targets/django.yaml").read_text(encoding="utf-8")):
        given |= group["labels"].keys()
    assert given >= OF_TARGETS


def test_alerts_that_have_lost_the_labels_of_targets() -> None:
    """These are known to be sums, or about no target at all."""
    assert {name.removeprefix("DjangoHealth") for name in AGGREGATED} == {
        "ErrorBudgetBurn", "ExporterAbsent", "MigrationsDiffer", "MigrationsPending",
        "MigrationsUnknown", "NoExporter", "VersionSkew", "Watchdog",
    }  # fmt: skip


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: f"{RULES.index(rule)}")
def test_both_sides_have_what_is_compared(rule: dict[str, Any]) -> None:
    """Each rule tells Prometheus apart, and targets where both sides have kept their labels."""
    assert rule["equal"][: len(OF_PROMETHEUS)] == sorted(OF_PROMETHEUS)
    pairs = list(_pairs(rule))
    assert pairs
    is_by_target = set(rule["equal"]) >= OF_TARGETS
    assert is_by_target or not OF_TARGETS & set(rule["equal"])
    for source, target in pairs:
        lost = {one.name in AGGREGATED for one in (source, target)}
        if is_by_target and len(lost) > 1:
            assert _is_covered(source, target), (source.name, target.name)
        assert is_by_target or True in lost, (source.name, target.name)


def _is_covered(source: Alert, target: Alert) -> bool:
    """Whether another rule mutes the one by the other without the labels that one has lost."""
    others = [rule for rule in RULES if not OF_TARGETS & set(rule["equal"])]
    return any((source, target) in list(_pairs(rule)) for rule in others)
