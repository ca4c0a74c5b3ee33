"""Every Prometheus takes the configurations of a fleet, and they fit each other."""

from __future__ import annotations

import re
import shutil
from fnmatch import fnmatch
from pathlib import Path
from typing import Any

import pytest
import yaml

from documented_metrics import documented
from live_fleet import FLEET, numbered
from promtools import Promtool, promtools
from shipped_prometheus import FOLDER, shipped

RULES = {path.name for path in (FOLDER / "rules").glob("*.yaml")}
CONFIGURATIONS = sorted(path.stem for path in FLEET.glob("*.yml"))

every_promtool = pytest.mark.parametrize("promtool", promtools(), ids=str)


def _read(name: str) -> dict[str, Any]:
    configuration: dict[str, Any] = yaml.safe_load((FLEET / f"{name}.yml").read_text())
    return configuration


@every_promtool
@pytest.mark.parametrize("name", CONFIGURATIONS)
def test_it_is_valid(promtool: Promtool, name: str, tmp_path: Path) -> None:
    """With the rules beside it, as it is copied."""
    _put_rules(tmp_path)
    file = shutil.copy(FLEET / f"{name}.yml", tmp_path)
    checked = promtool.run("check", "config", file)
    assert checked.returncode == 0, checked.stdout
    found = len(_rules_of(name)) + 1  # and that of the peers
    assert (f"SUCCESS: {found} rule files found" in checked.stdout) == ("rule_files" in _read(name))


def _put_rules(folder: Path) -> None:
    """Copy what the page wants beside a configuration."""
    shutil.copytree(FOLDER / "rules", folder / "rules")
    shutil.copy(FLEET / "peers.yaml", folder)


def _rules_of(name: str) -> set[str]:
    """Return the names of the files of rules that a configuration takes."""
    # In Python what is not in a set is written in another way than in Go.
    patterns = [each.replace("[^", "[!") for each in _read(name).get("rule_files", [])]
    return {rules for rules in RULES if any(fnmatch(f"rules/{rules}", each) for each in patterns)}


@every_promtool
def test_each_number_is_valid(promtool: Promtool, tmp_path: Path) -> None:
    """The command in the page changes the number in all three places, and nothing else."""
    _put_rules(tmp_path)
    file = tmp_path / "prometheus-7.yml"
    file.write_text(numbered(7), encoding="utf-8")
    assert promtool.run("check", "config", file).returncode == 0
    changed = yaml.safe_load(numbered(7))
    assert changed["global"]["external_labels"]["shard"] == "7"
    keeps = [
        rule["regex"]
        for job in changed["scrape_configs"]
        for rule in job.get("relabel_configs", [])
        if rule.get("source_labels") == ["__tmp_share"]
    ]
    assert keeps == ["7", "7"]
    lines = zip(numbered(7).splitlines(), numbered(0).splitlines(), strict=True)
    assert sum(one != other for one, other in lines) == 3
    assert numbered(7).replace('"7"', '"0"') == numbered(0) == (FLEET / "shard.yml").read_text()


def test_rules_are_reckoned_once() -> None:
    """The shares have all rules but those that the one above them has."""
    above = _rules_of("federation")
    assert RULES - _rules_of("shard") == {"slo.yaml"} == above - {"recording.yaml"}


def test_numbers_fit() -> None:
    """There are as many exporters, and as many shares, as targets are shared between."""
    *jobs, peers = _read("shard")["scrape_configs"]
    named = [
        sorted(
            re.findall(r"exporter-\d+", str(job.get("http_sd_configs") or job["static_configs"]))
        )
        for job in jobs
    ]
    assert named[0] == named[1] == [f"exporter-{number}" for number in range(len(named[0]))]
    numbers = {
        (rule["target_label"], rule["modulus"])
        for job in jobs
        for rule in job["relabel_configs"]
        if "modulus" in rule
    }
    (federated,) = _read("federation")["scrape_configs"]
    shares = federated["static_configs"][0]["targets"]
    assert numbers == {("__tmp_share", len(shares)), ("__tmp_exporter", len(named[0]))}
    assert set(shares) <= set(peers["static_configs"][0]["targets"])


def test_what_is_named_exists() -> None:
    """What the one above takes are figures of the exporter, or of Prometheus."""
    (job,) = _read("federation")["scrape_configs"]
    first, *others = job["params"]["match[]"]
    pattern = re.fullmatch(r'\{__name__=~"(.+)"\}', first)
    assert pattern
    start, middle, end = re.fullmatch(r"(.+)\((.+)\)(.+)", pattern[1]).groups()  # type: ignore[union-attr]
    names = {f"{start}{kind}{end}" for kind in middle.split("|")}
    names |= {other.partition("{")[0] for other in others}
    assert names - {"up", "ALERTS"} <= documented().keys()
    ups = {name for name in documented() if re.fullmatch(r"django_health_[a-z]+_up", name)}
    assert ups <= names


def test_labels_are_those_of_the_other_configurations() -> None:
    """Whoever comes from one Prometheus keeps the names of its labels."""
    labels = _read("shard")["global"]["external_labels"]
    assert labels == shipped("sharding")["global"]["external_labels"]
    assert _read("shard")["alerting"] == shipped("sharding")["alerting"]


def test_the_page_tells_of_each() -> None:
    """No configuration is without its line, and none is told of that is not there."""
    page = (FLEET / "README.md").read_text(encoding="utf-8")
    told = re.findall(r"^\| \[[\w.-]+\]\(([\w-]+)\.yml\)", page, re.MULTILINE)
    assert sorted(told) == CONFIGURATIONS
    for path in re.findall(r"\]\(([^)#:]+)", page):
        assert (FLEET / path).exists(), path
