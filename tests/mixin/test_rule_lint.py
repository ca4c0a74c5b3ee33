"""The lints of rules find what is wrong, and leave alone what is right."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable
from typing import Any, cast

import pytest

from mixin.dashboards.table import BOARDS
from mixin.rules.rule import Alert, Group, Record, Rule, RuleFile, Severity
from rule_lint import LINTS, findings

UP = "django_health_database_up"
COMMITS = "django_health_database_commits_total"
LIMIT = 'django_health_threshold_ratio{resource="disk",level="warning"}'
USAGE = "django_health_system_filesystem_usage_ratio"

GOOD = Alert(
    name="DjangoHealthExample",
    expr=f"{UP} == 0",
    severity=Severity.WARNING,
    component="database",
    summary="The database {{ $labels.database }} is down",
    description="It has been for {{ $value | humanizeDuration }}. Look at its log.",
    dashboard="dhe-databases",
    kept={"job": "job", "instance": "instance"},
)


def _good(**changes: Any) -> Alert:
    return dataclasses.replace(GOOD, **changes)


def _expr(expr: str, **changes: Any) -> Alert:
    return _good(expr=expr, summary="It is so", kept={}, **changes)


def _found(*rules: Rule) -> list[str]:
    """Return the lints that find something in rules, in their order."""
    told = findings([RuleFile("example", [Group("example", list(rules))])])
    names = [lint.__name__ for lint in LINTS]
    return [name for name in names if any(f"({name})" in finding for finding in told)]


BAD: dict[str, Iterable[Rule]] = {
    "no_comparison": [
        _expr(UP),
        _expr(f"{UP} == bool 0"),
        _expr(f"{UP} == 0 or {UP}"),
        _expr(f"sum by (job) ({UP} == bool 0)"),
        _expr("vector(1) > 0", severity=Severity.NONE),
    ],
    "no_waiting": [
        _good(for_=""),
        _good(for_="", severity=Severity.CRITICAL, at_once="It is urgent."),
        _good(for_="", severity=Severity.INFO),
    ],
    "raw_counters": [
        _expr(f"{COMMITS} > 5"),
        _expr(f"max_over_time({COMMITS}[5m]) > 5"),
        _expr(f"sum by (job) ({COMMITS}) > 5"),
        _expr(f'{{__name__="{COMMITS}"}} > 5 and {{__name__=~"{COMMITS}"}} > 5'),
        Record("job:commits:sum", f"sum by (job) ({COMMITS})"),
    ],
    "rates_of_others": [
        _expr(f"rate({UP}[5m]) > 0"),
        _expr(f"increase({UP}[5m:1m]) > 0"),
        _expr(f"rate(sum_over_time({UP}[5m])[10m:]) > 0"),
    ],
    "short_ranges": [
        _expr(f"rate({COMMITS}[20s]) > 0"),
        _expr(f"max_over_time(({UP} == 0)[15s:5s]) == 0"),
    ],
    "ill_named": [
        _good(name="DatabaseDown"),
        _good(name="DjangoHealth_database_down"),
        Record("django_health_commits", f"sum by (job) (rate({COMMITS}[5m]))"),
        Record("job:Commits:rate5m", f"sum by (job) (rate({COMMITS}[5m]))"),
    ],
    "unknown_severities": [
        _good(severity=cast(Severity, "page")),
        _good(labels={"severity": "critical"}),
    ],
    "named_targets": [
        _expr(f'{UP}{{job="django"}} == 0'),
        _expr(f'{UP} == 0 and on (job) up{{instance=~"web.*"}} == 1'),
    ],
    "unknown_series": [
        _expr("django_health_database_down == 1"),
        _expr(f'{UP}{{alias="default"}} == 0'),
        _expr(f'{{__name__=~"nothing_.*"}} == 0 and {UP} == 0'),
        _expr("job:unrecorded:sum > 1"),
    ],
    "unknown_groups": [_expr(f"sum by (job, alias) ({UP}) == 0")],
    "impossible_matches": [
        _expr(f"{USAGE} > {LIMIT}"),
        _expr(f"{USAGE} > on (job, instance, mountpoint) group_left () {LIMIT}"),
        _expr(f"sum by (job) ({UP}) == 0 unless {UP} == 1"),
        _expr(f"{UP} == 0 and django_health_database_replicas > 0 and {USAGE} > 1"),
    ],
    "lost_labels": [
        _good(expr=f"sum by (job, instance) ({UP}) == 0"),
        _good(summary="{{ .Labels.engine }} is down"),
        _good(description="{{ $labels.reason }}"),
        _good(kept={"job": "job", "instance": "target"}),
        _good(expr=f"{UP} == on (job, instance) up"),
        _good(expr=f"absent({UP})"),
        _good(expr=f"{UP} == 0 or up == 0"),
    ],
    "values_in_summaries": [_good(summary="{{ $value }} are down"), _good(summary="{{ .Value }}")],
    "empty_texts": [_good(summary=" "), _good(description=""), _good(component="")],
    "unknown_dashboards": [
        _good(dashboard="dhe-none"),
        _good(kept={"engine": "database"}),
    ],
}


@pytest.mark.parametrize(
    ("lint", "rule"), [(lint, rule) for lint, rules in BAD.items() for rule in rules]
)
def test_what_is_wrong_is_found(lint: str, rule: Rule) -> None:
    """Each bad example is found by the lint that is for it."""
    assert lint in _found(rule)


def test_every_lint_has_a_bad_example() -> None:
    """No lint is left that might find nothing at all."""
    assert {lint.__name__ for lint in LINTS} == {*BAD, "duplicates"}


def test_a_dashboard_without_an_alias_is_not_narrowed_by_one(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The link would promise what the dashboard does not do."""
    kept = {"alias": "database"}
    assert _found(_good(kept=kept)) == []
    boards = [dataclasses.replace(board, alias=None) for board in BOARDS]
    monkeypatch.setattr("rule_lint.texts.BOARDS", boards)
    assert _found(_good(kept=kept)) == ["unknown_dashboards"]


def test_two_rules_that_cannot_be_told_apart_are_found() -> None:
    """The same name needs another severity, or another label."""
    critical = _good(severity=Severity.CRITICAL)
    assert _found(GOOD, _good(expr=f"{UP} != 1")) == ["duplicates"]
    assert _found(GOOD, critical, _good(labels={"window": "1h"})) == []


RECORDED = Record("job:commits:rate5m", f"sum by (job) (rate({COMMITS}[5m]))")


@pytest.mark.parametrize(
    "rule",
    [
        GOOD,
        _expr("vector(1)", severity=Severity.NONE, for_=""),
        _expr(f"{UP} == 0", severity=Severity.INFO, for_="", at_once="The server tells it once."),
        _expr(f"absent({UP})"),
        _expr(f"{UP} unless {UP} offset 5m"),
        _expr(f"count by (job) ({UP} == 0) or sum by (job) (up) == 0"),
        _expr(f"resets({COMMITS}[1h]) > 0 and rate({COMMITS}[30s]) > 0"),
        _expr(f"predict_linear({USAGE}[6h], 3600) > 1"),
        _good(
            expr=f"{USAGE} > on (job, instance) group_left () {LIMIT}",
            summary="{{ $labels.mountpoint }} of {{ $labels.instance }}",
        ),
        _good(
            expr=f'label_replace({UP} == 0, "alias", "$1", "database", "(.*)")',
            summary="{{ $labels.alias }} {{ $labels.component }}",
        ),
        _good(
            expr="django_health_database_up == 0"
            " and on (job, instance, database)"
            " last_over_time(django_health_database_info[1h]) > 0",
        ),
        _good(
            expr=f"{UP} * on (job, instance, database) group_left (engine)"
            " django_health_database_info == 0",
            summary="{{ $labels.engine }}",
        ),
        _good(
            expr='{__name__=~"django_health_(http|smtp)_up"} == 0', summary="{{ $labels.endpoint }}"
        ),
        _good(labels={"window": "1h"}, summary="{{ $labels.window }}"),
        _good(expr=f'{UP}{{target=""}} == 0 and on (job) up{{target=""}} == 1'),
    ],
)
def test_what_is_right_is_left_alone(rule: Rule) -> None:
    """No lint has anything against a good example."""
    assert findings([RuleFile("example", [Group("example", [rule])])]) == []


def test_a_recorded_metric_may_go_on_from_itself() -> None:
    """What it was before has the labels that it has otherwise."""
    expr = f"max by (job, database) ({UP}) or last_over_time(job:up:max[1d]) and on (job) up == 0"
    record = Record("job:up:max", expr)
    kept = {"job": "job", "alias": "database"}
    assert _found(record, _good(expr="job:up:max == 0", kept=kept)) == []
    assert "lost_labels" in _found(record, _good(expr="job:up:max == 0"))


def test_a_recorded_metric_has_the_labels_that_its_rule_keeps() -> None:
    """An alert on it can name those and no others."""
    expr = "job:commits:rate5m > 100"
    good = _good(expr=expr, summary="{{ $labels.job }}", kept={"job": "job"})
    bad = _good(expr=expr, summary="{{ $labels.database }}", kept={"job": "job"})
    assert _found(RECORDED, good) == []
    assert _found(RECORDED, bad) == ["lost_labels"]
