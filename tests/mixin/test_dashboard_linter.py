"""Each lint of dashboards finds what it is for, and leaves alone what is right."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pytest

from dashboard_linter import LINTS, Known, findings
from dashboard_linter.example import BY_VARIABLES, OR_NONE, SOURCE, example, query, variable
from dashboard_linter.reading import Json
from mixin.rules.rule import Group, Record, RuleFile
from rule_lint.book import Book

LEAST = "job_check:django_health_check_status:min"
RECORDED = Record(LEAST, "min by (job, check) (django_health_check_status)")
BOOK = Book([RuleFile("recording", [Group("recording", [RECORDED])])])
KNOWN = Known(frozenset({"dhe-example", "dhe-other"}), BOOK)

USAGE = f"django_health_system_cpu_usage_ratio{{{BY_VARIABLES}}}"
SENT = f"django_health_system_network_transmit_bytes_total{{{BY_VARIABLES}}}"
QUEUES = f"label_values(django_health_celery_queue_length{{{BY_VARIABLES}}}, queue)"
OTHER = {"type": "prometheus", "uid": "P1809F7CD0C75ACF3"}
KEPT = ["${__url_time_range}", "${datasource:queryparam}", "${job:queryparam}"]

Spoil = Callable[[Json], object]


def _found(board: Json) -> list[str]:
    """The names of the lints that find something, in their order."""
    told = {finding.lint for finding in findings({board["uid"]: board}, KNOWN)}
    return [lint.__name__ for lint in LINTS if lint.__name__ in told]


def _cpu(board: Json) -> Json:
    panel: Json = board["panels"][1]
    return panel


def _sent(board: Json) -> Json:
    panel: Json = board["panels"][2]
    return panel


def _defaults(board: Json) -> Json:
    defaults: Json = _cpu(board)["fieldConfig"]["defaults"]
    return defaults


def _place(**place: int) -> Spoil:
    return lambda board: _cpu(board)["gridPos"].update(place)


def _asks(expr: str, unit: str = "none") -> Spoil:
    def spoil(board: Json) -> None:
        _cpu(board)["targets"] = [query(expr)]
        _defaults(board)["unit"] = unit

    return spoil


def _variable(number: int, **changes: object) -> Spoil:
    return lambda board: board["templating"]["list"][number].update(changes)


def _annotation(**changes: object) -> Spoil:
    return lambda board: board["annotations"]["list"][0].update(changes)


def _links(*kept: str, uid: str = "dhe-other") -> Spoil:
    link = {"url": f"/d/{uid}?{'&'.join(kept)}"}
    return lambda board: _defaults(board).update(links=[link])


def _steps(*values: float | None) -> Spoil:
    steps = [{"color": "red", "value": value} for value in values]
    return lambda board: _defaults(board).update(thresholds={"steps": steps})


BAD: dict[str, Sequence[Spoil]] = {
    "editable": [lambda b: b.update(editable=True), lambda b: b.pop("editable")],
    "inputs": [lambda b: b.update(__inputs=[]), lambda b: b.update(__requires=[])],
    "newer_schema": [lambda b: b.update(schemaVersion=40), lambda b: b.pop("schemaVersion")],
    "refreshes_by_no_text": [lambda b: b.update(refresh=False), lambda b: b.pop("refresh")],
    "unfit_tags": [lambda b: b.update(tags=[])],
    "unfit_uid": [lambda b: b.update(uid="d" * 41), lambda b: b.update(id=7)],
    "ids_not_its_own": [
        lambda b: _cpu(b).update(id=None),
        lambda b: _cpu(b).update(id=5),  # of the panel in the closed row
        lambda b: b["panels"][0].update(id=0),
    ],
    "outside": [_place(x=13, y=20), _place(x=-1), _place(h=0), lambda b: _cpu(b).pop("gridPos")],
    "overlapping": [_place(x=1), _place(y=0), _place(h=9)],
    "no_source_variable": [
        lambda b: b["templating"]["list"].pop(0),
        _variable(0, name="source"),
        _variable(0, query="loki"),
        _variable(0, label=""),
    ],
    "not_reloaded": [_variable(1, refresh=1), _variable(2, refresh=None)],
    "single_choices": [
        _variable(1, multi=False),
        _variable(2, includeAll=False),
        _variable(2, allValue=None),
        _variable(1, allValue=".*"),
        _variable(1, label="Cluster"),
        lambda b: b["templating"]["list"].append(
            variable("queue", "", f"label_values({USAGE}, a)")
        ),
    ],
    "unanswerable_variables": [
        _variable(1, query="label_values(job)"),
        _variable(1, query="everything"),
        _variable(1, definition="label_values(up, job)"),
    ],
    "fixed_sources": [
        lambda b: _cpu(b).update(datasource=OTHER),
        lambda b: _cpu(b).pop("datasource"),
        lambda b: _cpu(b)["targets"][0].update(datasource="Prometheus"),
        lambda b: _cpu(b)["targets"][0].update(datasource=SOURCE | {"type": "loki"}),
        _annotation(datasource=OTHER),
        _variable(2, datasource=OTHER),
    ],
    "gone_types": [lambda b: _cpu(b).update(type="graph"), lambda b: _cpu(b).update(type="pie")],
    "no_title": [
        lambda b: _cpu(b).update(title=" "),
        lambda b: _cpu(b).update(title="Sent"),
        lambda b: b["panels"][0].update(title="More"),
    ],
    "no_description": [
        lambda b: _cpu(b).pop("description"),
        lambda b: _cpu(b).update(description="Usage of 0.9 and more, e. g. at night."),
        lambda b: _cpu(b).update(description="It is. "),
    ],
    "no_queries": [
        lambda b: _cpu(b).update(targets=[]),
        lambda b: _cpu(b)["targets"].append(query(USAGE)),
    ],
    "no_legend": [
        lambda b: _cpu(b)["targets"][0].update(legendFormat=""),
        lambda b: _cpu(b)["targets"][0].update(legendFormat="__auto"),
        lambda b: _cpu(b).pop("options"),
    ],
    "no_unit": [lambda b: _defaults(b).pop("unit")],
    "unknown_units": [lambda b: _defaults(b).update(unit="furlongs")],
    "unfit_units": [
        lambda b: _defaults(b).update(unit="s"),
        _asks(f"django_health_system_memory_used_bytes{{{BY_VARIABLES}}}", "percentunit"),
        _asks(f"max(last_over_time({USAGE}[5m]))", "short"),
        _asks(f"django_health_check_duration_seconds{{{BY_VARIABLES}}}", "short"),
        _asks(f"django_health_check_last_success_timestamp_seconds{{{BY_VARIABLES}}}", "ms"),
    ],
    "no_steps": [lambda b: _defaults(b).pop("thresholds"), _steps()],
    "unsorted_steps": [_steps(0.5), _steps(None, 2, 1), _steps(None, None), _steps(None, 1, 1)],
    "not_promql": [
        _asks("sum by (job ("),
        _asks("wrong_function(up)"),
        _annotation(expr="ALERTS{"),
    ],
    "not_by_variables": [
        _asks("django_health_check_status"),
        _asks('django_health_check_status{job=~"$job"}'),
        _asks('django_health_check_status{job=~"django|shop",instance=~"$instance"}'),
        _asks(f'django_health_check_status{{{BY_VARIABLES},job!="x"}}'),
        _asks("rate(django_health_cache_hits_total[$__rate_interval])"),
        _asks('django_health_check_status{job!~"$job",instance=~"$instance"}'),
        _annotation(expr="ALERTS"),
        _annotation(expr=f"ALERTS{{{BY_VARIABLES}}}"),
        _asks(f"ALERTS{{{BY_VARIABLES}}}"),
        _asks(f"django_health_check_status{{{OR_NONE}}}"),
        _variable(2, query="label_values(django_health_check_status, instance)"),
        _asks(f'{LEAST}{{job=~"$job"}}'),
        _asks(f"{LEAST}{{{BY_VARIABLES}}}"),
        _asks('django_health_check_status{job=~"$job",check=~"$instance"}'),
    ],
    "needless_patterns": [
        _asks(f'django_health_check_status{{{BY_VARIABLES},check=~"cache"}}'),
        _asks(f'django_health_check_status{{{BY_VARIABLES},check!~"cache"}}'),
        _asks(f'django_health_check_status{{{BY_VARIABLES},check="$job"}}'),
    ],
    "unknown_metrics": [
        _asks(f"django_health_check_statuses{{{BY_VARIABLES}}}"),
        _asks(f'{{__name__=~"node_.*",{BY_VARIABLES}}}'),
        _asks(f"node_load1{{{BY_VARIABLES}}}"),
        _asks('job_check:django_health_check_status:max{job=~"$job",check=~"$instance"}'),
    ],
    "unknown_variables": [
        _asks(f'django_health_check_status{{{BY_VARIABLES},check=~"$alias"}}'),
        _asks(f'django_health_check_status{{{BY_VARIABLES},check=~"${{alias:regex}}"}}'),
    ],
    "raw_counters": [_asks(SENT), _asks(f"sum({SENT})"), _asks(f"delta({SENT}[5m])")],
    "rates_of_others": [
        _asks(f"rate({USAGE}[$__rate_interval])"),
        _asks(f"sum(increase({USAGE}[$__range]))"),
        _asks(f"rate({USAGE}[$__rate_interval:1m])"),
    ],
    "fixed_rates": [
        _asks(f"rate({SENT}[5m])", "Bps"),
        _asks(f"rate({SENT}[15m])", "Bps"),
        _asks(f"rate({SENT}[$__interval])", "Bps"),
        _asks(f"rate({SENT}[$__range])", "Bps"),
        _asks(f"sum(increase({SENT}[1h]))", "bytes"),
    ],
    "annotations_missing": [lambda b: b["annotations"]["list"].pop(1)],
    "annotations_unlike_others": [
        _annotation(enable=False),
        _annotation(hide=True),
        _annotation(titleFormat=""),
        _annotation(step=""),
    ],
    "dead_links": [_links(*KEPT, "var-instance=a", uid="dhe-gone")],
    "forgetful_links": [_links(*KEPT), _links("${__all_variables}"), _links()],
    "forgetful_menus": [
        lambda b: b["links"].clear(),
        lambda b: b["links"][0].update(keepTime=False),
        lambda b: b["links"].append({"type": "link", "url": "/d/dhe-other?", "keepTime": True}),
        lambda b: b["links"][0].update(includeVars=True),
        lambda b: b["links"][0].update(url=b["links"][0]["url"] + "&${alias:queryparam}"),
    ],
}
"""What each lint finds, and no other."""

GOOD: Sequence[Spoil] = [
    lambda b: b,
    _asks(f'{LEAST}{{job=~"$job",check=~"$instance"}}'),
    _asks(f"sum(increase({SENT}[$__range]))", "bytes"),
    _asks(f"{USAGE} * 100", "short"),
    _asks(f'django_health_check_status{{{BY_VARIABLES},check=~"cache|database"}}'),
    _asks("vector(1)"),
    _asks('label_replace(vector(1), "instance", "$1", "job", "(.+)")'),
    _asks(f"count(ALERTS{{{OR_NONE}}})"),
    _asks(f"sum(increase({SENT}[15m]))", "bytes"),
    _links("${__url_time_range}", "${__all_variables}"),
    _links(*KEPT, "var-instance=${__field.labels.instance}"),
    lambda b: _cpu(b).update(type="table", targets=[query(USAGE, legend="")]),
    lambda b: _cpu(b).update(title="Notes"),  # as a panel of another row
    lambda b: b["panels"][3].update(panels=[]),
    lambda b: _cpu(b).update(description="Those that may be (-c). `x` is one of `a`."),
]
"""What no lint minds."""


def test_each_lint_is_tried() -> None:
    """What is not tried may find nothing."""
    assert list(BAD) == [lint.__name__ for lint in LINTS]


@pytest.mark.parametrize(
    ("lint", "spoil"),
    [(lint, spoil) for lint, spoils in BAD.items() for spoil in spoils],
)
def test_bad_is_found(lint: str, spoil: Spoil) -> None:
    """The lint finds it, and only that one."""
    board = example()
    spoil(board)
    assert _found(board) == [lint]


@pytest.mark.parametrize("change", GOOD)
def test_good_is_left_alone(change: Spoil) -> None:
    """None finds anything."""
    board = example()
    change(board)
    assert findings({board["uid"]: board}, KNOWN) == []


def test_finding_says_where() -> None:
    """A finding names the dashboard, the panel and what is wrong."""
    board = example()
    _cpu(board)["targets"][0]["expr"] = SENT
    (counter,) = findings({board["uid"]: board}, KNOWN)
    assert (counter.board, counter.lint, counter.where) == ("dhe-example", "raw_counters", "CPU")
    assert "django_health_system_network_transmit_bytes_total" in counter.text
