"""The files by which Grafana finds data source, folder and dashboards."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

GRAFANA = Path(__file__).parents[2] / "grafana"
PROVISIONING = GRAFANA / "provisioning"


def _read(path: str) -> Any:
    return yaml.safe_load((PROVISIONING / path).read_text(encoding="utf-8"))


@pytest.mark.parametrize(
    "path", sorted(p.relative_to(PROVISIONING) for p in PROVISIONING.rglob("*.yaml"))
)
def test_version(path: Path) -> None:
    """Each is of the version that Grafana reads, in a folder that it looks into."""
    assert _read(str(path))["apiVersion"] == 1
    assert path.parent.name in {"datasources", "dashboards"}


def test_data_source() -> None:
    """It is a Prometheus with a uid that stays, and holds no secret."""
    (source,) = _read("datasources/prometheus.yaml")["datasources"]
    assert (source["type"], source["uid"]) == ("prometheus", "prometheus")
    assert "secureJsonData" not in source
    assert source["jsonData"]["timeInterval"] == "15s"


def test_scrape_interval_is_that_of_the_example() -> None:
    """The interval that Grafana reckons with is the one that the shipped Prometheus scrapes at."""
    (source,) = _read("datasources/prometheus.yaml")["datasources"]
    prometheus = GRAFANA.parent / "deploy" / "prometheus" / "prometheus.yml"
    config = yaml.safe_load(prometheus.read_text(encoding="utf-8"))
    assert config["global"]["scrape_interval"] == source["jsonData"]["timeInterval"]


def test_dashboards() -> None:
    """A folder with a place that stays; what is provisioned is not changed by hand."""
    (provider,) = _read("dashboards/django-health.yaml")["providers"]
    assert provider["folderUid"] == "django-health"
    assert provider["options"]["path"].startswith("/")
    assert provider["allowUiUpdates"] is False
    readme = (GRAFANA / "README.md").read_text(encoding="utf-8")
    assert provider["options"]["path"] in readme
