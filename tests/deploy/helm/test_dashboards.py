"""Each dashboard is a ConfigMap that the side-car of Grafana finds, and is what is shipped."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import yaml

from manifests import CHART, KUSTOMIZE, Manifest, built, of_kind, rendered

ROOT = Path(__file__).parents[3]
SHIPPED = {path.name: path for path in (ROOT / "grafana" / "dashboards").glob("*.json")}

LIMIT = 1024 * 1024
"""Bytes that a ConfigMap may have."""


def _boards(manifests: list[Manifest]) -> list[Manifest]:
    found = of_kind(manifests, "ConfigMap")
    return [one for one in found if "grafana_dashboard" in one["metadata"].get("labels", {})]


@pytest.mark.parametrize("source", ["helm", "kustomize"])
def test_each_is_there_as_it_is(source: str) -> None:
    """The same dashboards under the same uids, with the label and the folder."""
    if source == "helm":
        manifests = rendered(CHART / "ci" / "file-values.yaml")
    else:
        manifests = built(KUSTOMIZE / "overlays" / "production")
    boards = _boards(manifests)
    found = {name: text for board in boards for name, text in board["data"].items()}
    assert found.keys() == SHIPPED.keys()
    for name, path in SHIPPED.items():
        assert json.loads(found[name]) == json.loads(path.read_text(encoding="utf-8"))
    assert {board["metadata"]["labels"]["grafana_dashboard"] for board in boards} == {"1"}
    assert {board["metadata"]["annotations"]["grafana_folder"] for board in boards} == {"Django"}


def test_each_fits_into_a_config_map() -> None:
    """Also with what Kubernetes keeps of it for server-side apply."""
    sizes = [
        len(yaml.safe_dump(board)) for board in _boards(rendered(CHART / "ci" / "file-values.yaml"))
    ]
    assert max(sizes) < LIMIT / 2
