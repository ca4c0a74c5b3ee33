"""What the compose file's Prometheus, Alertmanager and Grafana read, beside what is shipped."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest
import yaml

from amtools import Amtool, amtools
from compose_files import DEPLOY, FOLDER, alertmanager_text, services
from promtools import Promtool, promtools

PROVISIONED = DEPLOY.parent / "grafana" / "provisioning" / "datasources" / "prometheus.yaml"


def _read(file: Path) -> dict[str, Any]:
    document: dict[str, Any] = yaml.safe_load(file.read_text(encoding="utf-8"))
    return document


def test_alertmanager_is_the_shipped_one() -> None:
    """But for who is told: routes and inhibitions are those of a real one."""
    file = FOLDER / "alertmanager.yml"
    if os.environ.get("UPDATE_GOLDEN"):
        file.write_text(alertmanager_text(), encoding="utf-8")
    assert file.read_text(encoding="utf-8") == alertmanager_text()


@pytest.mark.parametrize("amtool", amtools(), ids=str)
def test_alertmanager_takes_it(amtool: Amtool) -> None:
    """Each version that is there."""
    checked = amtool.run("check-config", FOLDER / "alertmanager.yml")
    assert checked.returncode == 0, checked.stdout


@pytest.mark.parametrize("promtool", promtools(), ids=str)
def test_prometheus_takes_it(promtool: Promtool, tmp_path: Path) -> None:
    """With the rules beside it, as they are mounted."""
    (tmp_path / "rules").symlink_to(DEPLOY / "prometheus" / "rules")
    file = tmp_path / "prometheus.yml"
    file.write_bytes((FOLDER / "prometheus.yml").read_bytes())
    checked = promtool.run("check", "config", file)
    assert checked.returncode == 0, checked.stdout
    rules = len(list((DEPLOY / "prometheus" / "rules").glob("*.yaml")))
    assert f"{rules} rule files found" in checked.stdout


def test_prometheus_asks_the_services() -> None:
    """By their names, at their ports; as often as the shipped one."""
    ours, theirs = _read(FOLDER / "prometheus.yml"), _read(DEPLOY / "prometheus/prometheus.yml")
    for key in ("scrape_interval", "scrape_timeout", "evaluation_interval"):
        assert ours["global"][key] == theirs["global"][key]
    assert ours["alerting"]["alert_relabel_configs"] == theirs["alerting"]["alert_relabel_configs"]
    named = [
        target for job in ours["scrape_configs"] for target in job["static_configs"][0]["targets"]
    ]
    assert {target.partition(":")[0] for target in named} <= {*services(), "localhost"}
    assert "exporter:10170" in named


def test_grafana_has_the_shipped_data_source() -> None:
    """At another address, with the same name for dashboards to find it."""
    ours, theirs = _read(FOLDER / "grafana-datasource.yaml"), _read(PROVISIONED)
    assert ours["datasources"][0].pop("url") == "http://prometheus:9090"
    theirs["datasources"][0].pop("url")
    assert ours == theirs


def test_grafana_finds_the_dashboards() -> None:
    """Where its provider looks for them, and the first page is one of them."""
    grafana = services()["grafana"]
    provider = _read(PROVISIONED.parents[1] / "dashboards" / "django-health.yaml")["providers"][0]
    mounts = dict(volume.split(":")[:2] for volume in grafana["volumes"])
    assert mounts["../grafana/dashboards"] == provider["options"]["path"]
    home = Path(grafana["environment"]["GF_DASHBOARDS_DEFAULT_HOME_DASHBOARD_PATH"])
    assert home.parent == Path(provider["options"]["path"])
    assert (DEPLOY.parent / "grafana" / "dashboards" / home.name).exists()
