"""What tells of a Prometheus that has ended, and of nothing else."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from live_fleet import FLEET
from promtools import Promtool, promtools

FILE = FLEET / "peers.yaml"

every_promtool = pytest.mark.parametrize("promtool", promtools(), ids=str)


def _tested(promtool: Promtool, job: str, values: str, instances: list[str], folder: Path) -> str:
    """Return what promtool says of who is told of after ten minutes; nothing if it is these."""
    (rule,) = yaml.safe_load(FILE.read_text(encoding="utf-8"))["groups"][0]["rules"]
    alerts = [
        {
            "exp_labels": {"severity": "warning", "job": job, "instance": instance},
            "exp_annotations": {
                "summary": f"Prometheus at {instance} is down",
                "description": rule["annotations"]["description"],
            },
        }
        for instance in instances
    ]
    expected = {"eval_time": "10m", "alertname": "PrometheusDown", "exp_alerts": alerts}
    series = [
        {"series": f'up{{job="{job}",instance="gone:9090"}}', "values": values},
        {"series": f'up{{job="{job}",instance="there:9090"}}', "values": "1x20"},
    ]
    test = {"interval": "1m", "input_series": series, "alert_rule_test": [expected]}
    file = folder / "test.yaml"
    file.write_text(yaml.safe_dump({"rule_files": [str(FILE)], "tests": [test]}), encoding="utf-8")
    ended = promtool.run("test", "rules", file)
    return ended.stdout if ended.returncode else ""


@every_promtool
@pytest.mark.parametrize(
    ("job", "values", "told"),
    [
        ("prometheus", "1 1 0x20", ["gone:9090"]),
        ("shares", "1 1 0x20", ["gone:9090"]),
        ("prometheus", "1x7 0x20", []),
        ("prometheus", "1x20", []),
        ("django", "0x20", []),
    ],
    ids=["a peer", "a share", "for three minutes", "none", "no Prometheus"],
)
def test_who_is_told_of(
    promtool: Promtool, job: str, values: str, told: list[str], tmp_path: Path
) -> None:
    """Who has been down for five minutes, under the jobs of both configurations."""
    assert _tested(promtool, job, values, told, tmp_path) == ""


@every_promtool
def test_the_rules_are_well_formed(promtool: Promtool) -> None:
    """To each version that is there."""
    checked = promtool.run("check", "rules", "--lint=all", "--lint-fatal", FILE)
    assert checked.returncode == 0, checked.stdout


@pytest.mark.parametrize(("name", "job"), [("shard", "prometheus"), ("federation", "shares")])
def test_both_configurations_scrape_and_judge(name: str, job: str) -> None:
    """A rule without its job, or a job without its rule, would tell nobody."""
    document = yaml.safe_load((FLEET / f"{name}.yml").read_text(encoding="utf-8"))
    assert FILE.name in document["rule_files"]
    assert job in {one["job_name"] for one in document["scrape_configs"]}
