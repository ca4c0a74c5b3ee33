"""What the overview says of failures, asked of every promtool that is there."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

import pytest
import yaml
from grafana_foundation_sdk.cog.encoder import JSONEncoder

from mixin.dashboards.overview.failing import FAILING
from promtools import Promtool, promtools

AT = 'job="shop",instance="shop-1"'
WELL = {
    f"up{{{AT}}}": 1,
    f'django_health_exporter_build_info{{{AT},version="1"}}': 1,
    f'django_health_check_status{{{AT},check="database"}}': 1,
    f'django_health_check_state{{{AT},check="database",state="warning"}}': 0,
    f'django_health_check_error{{{AT},check="database",reason="refused"}}': 0,
    f'django_health_database_up{{{AT},database="default"}}': 1,
    f'django_health_exporter_check_success{{{AT},check="database",target="default",part=""}}': 1,
}
DOWN = WELL | {
    f'django_health_check_status{{{AT},check="database"}}': 0,
    f'django_health_check_error{{{AT},check="database",reason="refused"}}': 1,
    f'django_health_database_up{{{AT},database="default"}}': 0,
    f'django_health_database_error{{{AT},database="default",reason="refused"}}': 1,
    f'django_health_exporter_check_success{{{AT},check="database",target="default",part=""}}': 0,
}
WARNING = WELL | {
    f'django_health_check_state{{{AT},check="database",state="warning"}}': 1,
    f'django_health_check_error{{{AT},check="database",reason="threshold"}}': 1,
    f'django_health_database_error{{{AT},database="default",reason="threshold"}}': 1,
}
PART = WELL | {
    f'django_health_check_status{{{AT},check="system"}}': 0,
    f'django_health_check_error{{{AT},check="system",reason="threshold"}}': 1,
    f'django_health_exporter_check_success{{{AT},check="system",target="",part="disk"}}': 0,
    f'django_health_exporter_check_success{{{AT},check="system",target="",part="cpu"}}': 1,
}
TWO_REASONS = PART | {
    f'django_health_check_error{{{AT},check="system",reason="permission"}}': 1,
}
SITE = {
    f'django_health_check_status{{{AT},check="orders"}}': 0,
    f'django_health_check_error{{{AT},check="orders",reason="timeout"}}': 1,
}
SILENT = {f"up{{{AT}}}": 0, f'django_health_exporter_build_info{{{AT},version="1"}}': 1}


ONE, MANY, SITES, UNKNOWN, WARNS, ALL_WELL = "ABCDEF"
"""The queries: of one instance, of several, without a daemon; and what else may be said."""
DEFAULT = 'board="dhe-databases",alias="default",check="database",target="default"'
DISK = f'{AT},board="dhe-host",alias="All",check="system",target="disk"'
SHOP = f'{AT},board="dhe-overview",alias="All",check="orders",reason="timeout"'
EXPORTER = f'{AT},board="dhe-exporter",alias="All",check="exporter"'

CASES: dict[str, tuple[dict[str, int], dict[str, str]]] = {
    "all is well": (WELL, {ALL_WELL: "{} 3"}),
    "a target is down": (DOWN, {ONE: f'{{{AT},{DEFAULT},reason="refused"}} 0'}),
    "a warning is no failure": (WARNING, {WARNS: "{} 2"}),
    "a part is down": (PART, {ONE: f'{{{DISK},reason="threshold"}} 0'}),
    "its reason is uncertain": (TWO_REASONS, {ONE: f'{{{DISK},reason="several reasons"}} 0'}),
    "the view of a site": (SITE, {SITES: f"{{{SHOP}}} 0"}),
    "an exporter is silent": (
        SILENT,
        {UNKNOWN: f'{{{EXPORTER},reason="no answer, its checks are UNKNOWN"}} 1'},
    ),
    "nothing is there": ({}, {}),
    "the same on two instances": (
        DOWN | {name.replace("shop-1", "shop-2"): value for name, value in DOWN.items()},
        {MANY: f'{{job="shop",{DEFAULT},reason="refused",places="2"}} 0'},
    ),
}


def _asked(alias: str) -> dict[str, str]:
    """Return the queries by their letters, with what the variables mean."""
    made = json.loads(JSONEncoder().encode(FAILING.build()))
    meant = {"$job": ".+", "$instance": ".+", "$alias": alias}
    found = {}
    for letter, target in zip("ABCDEF", made["targets"], strict=True):
        expr = str(target["expr"])
        for name, value in meant.items():
            expr = expr.replace(name, value)
        found[letter] = expr
    return found


def _outcome(
    tool: Promtool, folder: Path, series: Mapping[str, int], said: Mapping[str, str], alias: str
) -> str:
    """Return what promtool says if not exactly that is said."""
    tests = [
        {"expr": expr, "eval_time": "10m", "exp_samples": _samples(said.get(letter, ""))}
        for letter, expr in _asked(alias).items()
    ]
    given = [{"series": name, "values": f"{value}x20"} for name, value in series.items()]
    group = {"interval": "1m", "input_series": given, "promql_expr_test": tests}
    file = folder / "tests.yaml"
    file.write_text(yaml.safe_dump({"rule_files": [], "tests": [group]}), encoding="utf-8")
    run = tool.run("test", "rules", file, folder=folder)
    return "" if run.returncode == 0 else run.stdout


def _samples(sample: str) -> list[dict[str, object]]:
    labels, _, value = sample.rpartition(" ")
    return [{"labels": labels, "value": int(value)}] if sample else []


@pytest.mark.parametrize("tool", promtools(), ids=str)
@pytest.mark.parametrize(("series", "said"), CASES.values(), ids=CASES)
def test_it_is_said(
    series: Mapping[str, int], said: Mapping[str, str], tool: Promtool, tmp_path: Path
) -> None:
    """This and nothing else."""
    assert _outcome(tool, tmp_path, series, said, ".*") == ""


@pytest.mark.parametrize("tool", promtools(), ids=str)
def test_another_target_is_chosen(tool: Promtool, tmp_path: Path) -> None:
    """What the variable does not mean is left out, and still nobody says that all is well."""
    assert _outcome(tool, tmp_path, DOWN, {}, "analytics") == ""
