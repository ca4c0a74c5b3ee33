"""Names of metrics and labels are found wherever they stand: each is wrong in these texts."""

from __future__ import annotations

import pytest

from mixin.rules.rule import Group, Record, RuleFile
from named_metrics import labels_that_are_not, metrics_that_are_not
from rule_lint.book import Book

RECORDED = Record("job:django_health_check_status:min", "min by (job) (django_health_check_status)")
BOOK = Book([RuleFile("recording", [Group("recording", [RECORDED])])])

METRICS = [
    "the figure django_health_database_ups tells",
    "`django_health_database_ups == 0`",
    'match[]={__name__="django_health_database_ups"}',
    "django_health_databases_*",
    "job:django_health_check_status:max",
    "process_cpus_total",
    "rate(django_health_cache_hits[5m])",
]

NO_METRICS = [
    "django_health_database_up and django_health_database_*",
    "import django_health_exporter; from django_health_exporter.cli import main",
    "job:django_health_check_status:min",
    "django_health_sql_orders_waiting",
    "process_cpu_seconds_total python_gc_collections_total",
]

LEGEND = '{"panels": [{"type": "stat", "targets": [{"expr": "up", "legendFormat": "{{%s}}"}]}]}'
TITLE = '{"panels": [], "annotations": {"list": [{"expr": "up", "titleFormat": "{{%s}}"}]}}'
LINK = '{"panels": [{"targets": [], "url": "?var-alias=${__field.labels.%s}"}]}'

LABELS = [
    ("docs/a.md", '`django_health_database_up{%s="default"} == 0`'),
    ("docs/a.md", "```promql\nsum by (%s) (django_health_database_up)\n```"),
    ("docs/a.md", "```sh\ncurl 'x' | promtool query 'django_health_database_up{%s=\"a\"}'\n```"),
    ("deploy/a.yaml", "- expr: django_health_database_up{%s='a'}"),
    ("deploy/a.yaml", "- expr: up * on (%s) up"),
    ("deploy/a.yaml", "- expr: django_health_database_up * on (job) group_left (%s) up"),
    ("deploy/a.yaml", '- expr: \'label_replace(up, "a", "$1", "%s", "(.*)")\''),
    ("deploy/a.yaml", "annotations: {summary: 'of {{ $labels.%s }}'}"),
    ("tests/rules/a.yaml", "- series: 'django_health_database_up{%s=\"a\"}'"),
    ("deploy/alertmanager/a.tmpl", "{{ .CommonLabels.%s }}"),
    ("deploy/alertmanager/a.yml", "route: {group_by: [%s]}"),
    ("deploy/alertmanager/a.yml", "route: {routes: [{matchers: ['%s=\"a\"']}]}"),
    ("deploy/alertmanager/a.yml", "inhibit_rules: [{equal: [%s]}]"),
    ("deploy/alertmanager/a.yml", "inhibit_rules: [{source_matchers: ['%s=~\"a.*\"']}]"),
    ("grafana/a.json", LEGEND),
    ("grafana/a.json", TITLE),
    ("grafana/a.json", LINK),
]


@pytest.mark.parametrize("text", METRICS)
def test_unknown_metric_is_found(text: str) -> None:
    """Whatever is around it."""
    assert len(metrics_that_are_not(text, BOOK)) == 1


@pytest.mark.parametrize("text", NO_METRICS)
def test_known_metric_is_left_alone(text: str) -> None:
    """And so is what only looks like one."""
    assert metrics_that_are_not(text, BOOK) == set()


@pytest.mark.parametrize(("path", "text"), LABELS)
def test_unknown_label_is_found(path: str, text: str) -> None:
    """In what is asked, joined by, shown, and sorted by."""
    assert list(labels_that_are_not(path, text.replace("%s", "databse"), BOOK))


@pytest.mark.parametrize(("path", "text"), LABELS)
def test_known_label_is_left_alone(path: str, text: str) -> None:
    """The same is right with a label that there is."""
    assert list(labels_that_are_not(path, text.replace("%s", "database"), BOOK)) == []
