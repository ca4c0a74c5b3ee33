"""Rules with a job and other thresholds load, and fire as before where they are to."""

from __future__ import annotations

import re
from collections import Counter
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import yaml
from promql_parser import parse_duration

from django_health_exporter.bundled.rules import in_one, rule_files
from django_health_exporter.bundled.thresholds import chosen, offered, written
from promtools import ROOT, Promtool, promtools

FOLDER = ROOT / "tests" / "rules"
CASES = sorted({*FOLDER.glob("*.yaml")} - {FOLDER / "recording.yaml"})
"""All but those of what is recorded: they take days, and others have the recorded names too."""

NEWEST = promtools()[-1:]
WITHOUT_LABELS = "DjangoHealthNoExporter"
"""Fires about no series, and so has the job as a label where it is narrowed to one."""

SHORT = timedelta(hours=2)

every_promtool = pytest.mark.parametrize("promtool", promtools(), ids=str)


@every_promtool
def test_they_load_without_a_finding(promtool: Promtool, tmp_path: Path) -> None:
    """All as one file, narrowed and with other numbers, before all lints."""
    wanted = [f"{name}={written(one.default * 0.97)}" for name, one in offered().items()]
    path = tmp_path / "rules.yaml"
    path.write_text(in_one(rule_files(chosen(wanted), "shop/web:1")), encoding="utf-8")
    checked = promtool.run("check", "rules", "--lint=all", "--lint-fatal", path)
    assert checked.returncode == 0, checked.stdout


class _Loader(yaml.SafeLoader):
    """Leaves ``0x20`` as it is: for promtool it is 21 times nothing, for YAML a number."""


_Loader.yaml_implicit_resolvers = {
    first: [(tag, known) for tag, known in found if tag != "tag:yaml.org,2002:int"]
    for first, found in yaml.SafeLoader.yaml_implicit_resolvers.items()
}
_Loader.add_implicit_resolver(
    "tag:yaml.org,2002:int", re.compile(r"-?[0-9]+$"), list("-0123456789")
)


def _jobs(test: dict[str, Any]) -> set[str]:
    """The jobs of the series of a test."""
    texts = [one["series"] for one in test.get("input_series", ())]
    return {text.partition('job="')[2].partition('"')[0] for text in texts}


def _is_short(test: dict[str, Any]) -> bool:
    """Whether it is over soon: of the long ones, that all selectors are narrowed says enough."""
    told = [*test.get("alert_rule_test", ()), *test.get("promql_expr_test", ())]
    times = [str(one["eval_time"]) for one in told]
    return all(time == "0" or parse_duration(time) <= SHORT for time in times)


def _narrowed(document: dict[str, Any], job: str, rules: Path) -> dict[str, Any]:
    """The tests of one job, with the rules of a folder."""
    tests = [
        test
        for test in document["tests"]
        if _jobs(test) == {job} and _is_short(test) and not test["name"].startswith(WITHOUT_LABELS)
    ]
    names = [Path(name).name for name in document["rule_files"]]
    return document | {"tests": tests, "rule_files": [str(rules / name) for name in names]}


@pytest.mark.parametrize("promtool", NEWEST, ids=str)
@pytest.mark.parametrize("cases", CASES, ids=lambda path: str(path.stem))
def test_a_job_of_its_own_changes_no_alert(promtool: Promtool, cases: Path, tmp_path: Path) -> None:
    """What ``tests/rules`` has for all jobs is so with rules for that job alone."""
    document = yaml.load(cases.read_text(encoding="utf-8"), _Loader)  # noqa: S506 - a safe one
    jobs = Counter(job for test in document["tests"] for job in _jobs(test))
    job = jobs.most_common(1)[0][0]
    for name, text in rule_files(chosen([]), job).items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    narrowed = _narrowed(document, job, tmp_path)
    assert narrowed["tests"]
    path = tmp_path / "cases.yml"
    path.write_text(yaml.safe_dump(narrowed, sort_keys=False), encoding="utf-8")
    tested = promtool.run("test", "rules", path)
    assert tested.returncode == 0, tested.stdout


@pytest.mark.parametrize("promtool", NEWEST, ids=str)
def test_another_job_is_left_alone(promtool: Promtool, tmp_path: Path) -> None:
    """Nothing is recorded of it, and no alert is about it."""
    (tmp_path / "rules.yaml").write_text(in_one(rule_files(chosen([]), "shop")), encoding="utf-8")
    of_another = '{job="office",instance="a:1",database="default"}'
    test = {
        "interval": "1m",
        "input_series": [{"series": f"django_health_database_up{of_another}", "values": "0x20"}],
        "alert_rule_test": [
            {"eval_time": "10m", "alertname": "DjangoHealthDatabaseDown", "exp_alerts": []}
        ],
    }
    path = tmp_path / "cases.yml"
    path.write_text(yaml.safe_dump({"rule_files": ["rules.yaml"], "tests": [test]}))
    tested = promtool.run("test", "rules", path)
    assert tested.returncode == 0, tested.stdout
