"""The rules in the chart and in Kustomize are the shipped ones, and Prometheus takes them."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from manifests import CHART, KUSTOMIZE, Manifest, built, chart_values, of_kind, rendered
from promtools import Promtool, promtools

ROOT = Path(__file__).parents[3]
SHIPPED = sorted((ROOT / "deploy" / "prometheus" / "rules").glob("*.yaml"))
JUDGING = sorted((CHART / "files" / "rules").glob("*.yaml"))


def _groups(manifests: list[Manifest]) -> list[dict[str, Any]]:
    rules = of_kind(manifests, "PrometheusRule")
    return [group for one in rules for group in one["spec"]["groups"]]


def _shipped() -> list[dict[str, Any]]:
    return [
        group
        for path in SHIPPED
        for group in yaml.safe_load(path.read_text(encoding="utf-8"))["groups"]
    ]


def test_copies_are_as_the_files_that_they_are_made_from() -> None:
    """Nobody changed them by hand, and nobody forgot ``make mixin``."""
    command = [sys.executable, "deploy/helm/bundle.py", "--check"]
    done = subprocess.run(
        command, cwd=ROOT, capture_output=True, text=True, check=False, timeout=60
    )
    assert (done.stdout, done.stderr, done.returncode) == ("", "", 0)


def test_the_chart_has_all_rules_as_they_are() -> None:
    """Templates of alerts pass through those of Helm untouched."""
    assert _groups(rendered(sets=('prometheusRule={"enabled": true}',))) == _shipped()


def test_the_job_is_nowhere_left_open() -> None:
    """What stands in the files for the job of a release never reaches Prometheus."""
    for path in chart_values():
        assert "RELEASE_JOB" not in str(_groups(rendered(path))), path
    assert all("RELEASE_JOB" in path.read_text("utf-8") for path in JUDGING)


def test_kustomize_has_all_rules_as_they_are() -> None:
    """In the same order, too."""
    groups = _groups(built(KUSTOMIZE / "overlays" / "production"))
    assert sorted(groups, key=lambda group: str(group["name"])) == sorted(
        _shipped(), key=lambda group: str(group["name"])
    )


def test_what_is_left_out_is_out() -> None:
    """Single alerts and whole files; nothing else goes with them, and no group stays empty."""
    groups = _groups(rendered(CHART / "ci" / "file-values.yaml"))
    alerts = {rule["alert"] for group in groups for rule in group["rules"] if "alert" in rule}
    names = {group["name"] for group in groups}
    left_out = {
        group["name"]
        for path in SHIPPED
        if path.stem in {"mysql", "sqlite"}
        for group in yaml.safe_load(path.read_text(encoding="utf-8"))["groups"]
    }
    shipped = {rule["alert"] for group in _shipped() for rule in group["rules"] if "alert" in rule}
    gone = {
        rule["alert"]
        for group in _shipped()
        if group["name"] in left_out
        for rule in group["rules"]
        if "alert" in rule
    }
    assert shipped - alerts == gone | {"DjangoHealthHostRebooted"}
    assert alerts - shipped == {"ShopPaymentsDown"}
    assert not names & left_out


def test_alerts_bear_the_labels_and_links_that_were_given() -> None:
    """The user's labels are on each alert beside its own, on no record; both links are made."""
    groups = _groups(rendered(CHART / "ci" / "file-values.yaml"))
    rules = [rule for group in groups if group["name"] != "shop" for rule in group["rules"]]
    alerts = [rule for rule in rules if "alert" in rule]
    assert {rule["labels"]["team"] for rule in alerts} == {"shop"}
    assert all("severity" in rule["labels"] for rule in alerts)
    assert not any("team" in rule.get("labels", {}) for rule in rules if "record" in rule)
    base = "https://wiki.example/django-health-exporter/runbooks/"
    assert all(rule["annotations"]["runbook_url"] == f"{base}{rule['alert']}.md" for rule in alerts)
    assert "$externalLabels" not in str(alerts)


@pytest.mark.parametrize("promtool", promtools(), ids=str)
@pytest.mark.parametrize("values", ["file", "django", "sidecar"])
def test_prometheus_takes_them(promtool: Promtool, values: str, tmp_path: Path) -> None:
    """Also with labels, links and a group of the user's."""
    file = tmp_path / "rules.yaml"
    groups = _groups(rendered(CHART / "ci" / f"{values}-values.yaml"))
    file.write_text(yaml.safe_dump({"groups": groups}), encoding="utf-8")
    checked = promtool.run("check", "rules", "--lint=all", "--lint-fatal", file)
    assert checked.returncode == 0, checked.stdout
