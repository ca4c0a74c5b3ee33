"""What an upgrade changes of the pods and what it leaves, and what they are given."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest
import yaml

from manifests import CHART, Manifest, chart_values, documents, of_kind, pods, rendered
from manifests.documents import TwiceError
from manifests.rendering import rendered_chart

SELECTOR = {
    "app.kubernetes.io/name": "django-health-exporter",
    "app.kubernetes.io/instance": "shop",
}
"""By which the pods are found; Kubernetes refuses to change it while a Deployment lives."""


def _deployment(manifests: list[Manifest]) -> dict[str, Any]:
    (deployment,) = of_kind(manifests, "Deployment")
    spec: dict[str, Any] = deployment["spec"]
    return spec


def _selectors(manifests: list[Manifest]) -> list[Any]:
    """What each resource finds the pods by."""
    found = [one["spec"]["selector"] for one in of_kind(manifests, "Service")]
    matching = of_kind(manifests, "Deployment", "PodDisruptionBudget", "ServiceMonitor")
    found += [one["spec"]["selector"]["matchLabels"] for one in matching]
    policies = of_kind(manifests, "NetworkPolicy")
    return found + [one["spec"]["podSelector"]["matchLabels"] for one in policies]


def test_selectors_stay_as_they_are() -> None:
    """Whatever the values are; else each upgrade would fail."""
    files = [path for path in chart_values() if path.stem != "sidecar-values"]
    changed = (
        'commonLabels={"team": "shop"}',
        'deployment.podLabels={"tier": "back"}',
        'image.tag="2.0"',
    )
    for path in files:
        for sets in ((), changed):
            found = _selectors(rendered(path, sets=sets))
            assert len(found) >= 2
            assert all(one == SELECTOR for one in found), path


def test_selectors_stay_when_the_version_changes(tmp_path: Path) -> None:
    """That of the chart and of the exporter are on everything, and in no selector."""
    chart = tmp_path / CHART.name
    shutil.copytree(CHART, chart)
    described = yaml.safe_load((chart / "Chart.yaml").read_text(encoding="utf-8"))
    described |= {"version": "7.8.9", "appVersion": "7.8.9"}
    (chart / "Chart.yaml").write_text(yaml.safe_dump(described), encoding="utf-8")
    manifests = rendered_chart(chart, CHART / "ci" / "file-values.yaml")
    assert "7.8.9" in json.dumps(_deployment(manifests)["template"]["metadata"])
    assert all(one == SELECTOR for one in _selectors(manifests))


def test_a_changed_configuration_makes_other_pods() -> None:
    """By an annotation of the pods, which nothing else changes."""

    def template(*sets: str) -> Any:
        return _deployment(rendered(sets=sets))["template"]["metadata"]["annotations"]

    first = template('config={"log": {"level": "info"}}')
    assert first != template('config={"log": {"level": "debug"}}')
    assert first == template('config={"log": {"level": "info"}}', "serviceMonitor.enabled=true")


@pytest.mark.parametrize(
    ("given", "made"),
    [
        ('"Recreate"', {"type": "Recreate"}),
        (
            '"RollingUpdate"',
            {"type": "RollingUpdate", "rollingUpdate": {"maxSurge": 1, "maxUnavailable": 0}},
        ),
    ],
)
def test_each_strategy_is_one_that_kubernetes_takes(given: str, made: dict[str, Any]) -> None:
    """Beside Recreate nothing may stand of the other, which no schema says."""
    assert _deployment(rendered(sets=(f"deployment.strategy.type={given}",)))["strategy"] == made


def test_secrets_are_for_the_group_of_the_process() -> None:
    """Which is another one than their owner, root: 0440 and the fsGroup; nobody else reads them."""
    values = ("tls-probe", "file")
    volumes = []
    for name in values:
        (pod,) = pods(of_kind(rendered(CHART / "ci" / f"{name}-values.yaml"), "Deployment"))
        volumes += [one["secret"]["defaultMode"] for one in pod["volumes"] if "secret" in one]
        assert pod["securityContext"]["fsGroup"] == pod["securityContext"]["runAsGroup"]
    assert volumes == [0o440] * 3


def test_secrets_whose_names_are_alike_are_all_mounted() -> None:
    """Each under a name of its own, which has 63 letters at most, in a folder of its own."""
    secrets = ["a.b", "a-b", f"{'s' * 70}-one", f"{'s' * 70}-two"]
    (pod,) = pods(of_kind(rendered(sets=(f"secrets={json.dumps(secrets)}",)), "Deployment"))
    volumes = {
        one["name"]: one["secret"]["secretName"] for one in pod["volumes"] if "secret" in one
    }
    assert list(volumes.values()) == secrets
    assert max(map(len, volumes)) <= 63
    mounted = {one["mountPath"]: one["name"] for one in pod["containers"][0]["volumeMounts"]}
    for name, secret in volumes.items():
        assert mounted[f"/run/secrets/{secret}"] == name


def test_no_label_stands_twice() -> None:
    """What is said for everything gives way to what is said for pods, monitors and dashboards."""
    manifests = rendered(
        CHART / "ci" / "file-values.yaml",
        sets=(
            'commonLabels={"team": "shop", "grafana_dashboard": "0"}',
            'deployment.podLabels={"team": "night"}',
            'monitoring.labels={"team": "day"}',
        ),
    )
    (monitor,) = of_kind(manifests, "ServiceMonitor")
    labels = [one["metadata"]["labels"] for one in (_deployment(manifests)["template"], monitor)]
    assert [one["team"] for one in labels] == ["night", "day"]
    boards = [one for one in of_kind(manifests, "ConfigMap") if "config.yaml" not in one["data"]]
    assert {one["metadata"]["labels"]["grafana_dashboard"] for one in boards} == {"1"}


def test_a_key_that_stands_twice_would_be_seen() -> None:
    """What these tests rely on, as the reader of YAML takes the last one without a word."""
    with pytest.raises(TwiceError, match="'team' stands twice"):
        documents("kind: A\nmetadata: {labels: {team: a, team: b}}\n")


def test_a_budget_holds_up_no_drain() -> None:
    """A pod that is not ready may always go: it watches nothing, and would never be ready there."""
    (budget,) = of_kind(rendered(CHART / "ci" / "file-values.yaml"), "PodDisruptionBudget")
    assert budget["spec"]["unhealthyPodEvictionPolicy"] == "AlwaysAllow"
    assert budget["spec"]["maxUnavailable"] == 1
    assert "minAvailable" not in budget["spec"]
