"""Base, components and overlays come together to what a cluster takes."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest
import yaml

from manifests import (
    KUSTOMIZE,
    Manifest,
    built,
    containers,
    faults,
    named,
    of_kind,
    pods,
    weaknesses,
)

FOLDERS = [KUSTOMIZE / "base", *sorted((KUSTOMIZE / "overlays").iterdir())]

every_folder = pytest.mark.parametrize("folder", FOLDERS, ids=lambda path: str(path.name))


@every_folder
def test_a_cluster_takes_it(folder: Path) -> None:
    """No field is unknown and no value of the wrong kind."""
    found = {named(one): faults(one) for one in built(folder)}
    assert {name: wrong for name, wrong in found.items() if wrong} == {}


@every_folder
def test_no_pod_may_do_more_than_it_needs(folder: Path) -> None:
    """The application of the example no more than the exporter."""
    found = [weaknesses(pod) for pod in pods(built(folder))]
    assert found
    assert [wrong for wrong in found if wrong] == []


@pytest.mark.parametrize("component", sorted((KUSTOMIZE / "components").iterdir()), ids=str)
def test_every_component_is_in_an_overlay(component: Path) -> None:
    """Else nothing would try it."""
    overlays = [folder / "kustomization.yaml" for folder in (KUSTOMIZE / "overlays").iterdir()]
    used = {one for path in overlays for one in yaml.safe_load(path.read_text())["components"]}
    assert f"../../components/{component.name}" in used


@pytest.mark.parametrize("overlay", ["production", "sidecar"])
def test_prometheus_finds_the_pods(overlay: str) -> None:
    """By the label and the port that the monitor names, in the same namespace."""
    manifests = built(KUSTOMIZE / "overlays" / overlay)
    (deployment,) = of_kind(manifests, "Deployment")
    (monitor,) = of_kind(manifests, "PodMonitor")
    template = deployment["spec"]["template"]
    labels = template["metadata"]["labels"]
    assert monitor["spec"]["selector"]["matchLabels"].items() <= labels.items()
    assert "app.kubernetes.io/name" in labels
    ports = [port["name"] for one in template["spec"]["containers"] for port in one["ports"]]
    assert ports.count(monitor["spec"]["podMetricsEndpoints"][0]["port"]) == 1
    assert deployment["metadata"]["namespace"] == monitor["metadata"]["namespace"] == "shop"


def test_the_pods_are_the_service_s_and_the_policy_s() -> None:
    """Selectors, which Kustomize writes, and ports, which it does not."""
    manifests = built(KUSTOMIZE / "overlays" / "production")
    (deployment,) = of_kind(manifests, "Deployment")
    (service,) = of_kind(manifests, "Service")
    (policy,) = of_kind(manifests, "NetworkPolicy")
    labels = deployment["spec"]["template"]["metadata"]["labels"]
    assert service["spec"]["selector"].items() <= labels.items()
    assert policy["spec"]["podSelector"]["matchLabels"].items() <= labels.items()
    (port,) = _exporter(deployment)["ports"]
    assert service["spec"]["ports"][0]["targetPort"] == port["name"]
    assert policy["spec"]["ingress"][0]["ports"][0]["port"] == port["name"]


def test_a_changed_configuration_makes_other_pods() -> None:
    """The name of the ConfigMap depends on what is in it, and the pods mount that one."""
    names = []
    for folder in (KUSTOMIZE / "base", KUSTOMIZE / "overlays" / "production"):
        manifests = built(folder)
        (config,) = [one for one in of_kind(manifests, "ConfigMap") if "config.yaml" in one["data"]]
        (pod,) = pods(manifests)
        mounted = {
            volume["configMap"]["name"] for volume in pod["volumes"] if "configMap" in volume
        }
        assert mounted == {config["metadata"]["name"]}
        names.append(config["metadata"]["name"])
    assert names[0] != names[1]


def test_a_side_car_is_the_application_s_image_with_another_command() -> None:
    """It has the same environment, and its word never takes the pod out of service."""
    (deployment,) = of_kind(built(KUSTOMIZE / "overlays" / "sidecar"), "Deployment")
    (pod,) = pods([deployment])
    assert len({one["image"] for one in containers(pod)}) == 1
    assert len(containers(pod)) == 4
    assert len({str(one["envFrom"]) for one in containers(pod)}) == 1
    assert "readinessProbe" not in _exporter(deployment)
    assert "django-health-exporter" not in deployment["spec"]["selector"]["matchLabels"]


OTHERS = """\
apiVersion: apps/v1
kind: Deployment
metadata: {name: blog, labels: {django-health-exporter: sidecar}}
spec:
  selector: {matchLabels: {app: blog}}
  template:
    metadata: {labels: {app: blog}}
    spec:
      containers: [{name: application, image: application}]
"""


def test_a_side_car_leaves_the_pod_to_the_application(tmp_path: Path) -> None:
    """What holds for all containers is not the component's: token, service links, user."""
    shutil.copytree(KUSTOMIZE / "components" / "sidecar", tmp_path / "sidecar")
    (tmp_path / "blog").mkdir()
    (tmp_path / "blog" / "blog.yaml").write_text(OTHERS, encoding="utf-8")
    lines = "resources: [blog.yaml]\ncomponents: [../sidecar]\n"
    (tmp_path / "blog" / "kustomization.yaml").write_text(lines, encoding="utf-8")
    (before,) = pods([yaml.safe_load(OTHERS)])
    (pod,) = pods(built(tmp_path / "blog"))
    assert pod.keys() - before.keys() == {"volumes"}
    assert [one for one in pod["containers"] if one["name"] != "exporter"] == before["containers"]
    (exporter,) = [one for one in pod["containers"] if one["name"] == "exporter"]
    assert [fault for fault in weaknesses({"containers": [exporter]}) if "exporter" in fault] == []


@every_folder
def test_no_probe_of_an_exporter_asks_what_it_watches(folder: Path) -> None:
    """Nor does the liveness probe of an application: a database is not mended by a new process."""
    for pod in pods(built(folder)):
        for container in pod["containers"]:
            probes = {
                key: one["httpGet"]["path"]
                for key, one in container.items()
                if key.endswith("Probe")
            }
            if container["name"] == "exporter":
                assert set(probes.values()) <= {"/-/healthy", "/-/ready"}
            assert probes["livenessProbe"] in {"/-/healthy", "/livez"}


@every_folder
def test_each_probe_asks_its_own_container(folder: Path) -> None:
    """Names of ports hold for the whole pod: that of the neighbour would be asked as well."""
    for pod in pods(built(folder)):
        for container in pod["containers"]:
            names = {port["name"] for port in container["ports"]}
            probes = [one for key, one in container.items() if key.endswith("Probe")]
            assert {probe["httpGet"]["port"] for probe in probes} <= names


def _exporter(deployment: Manifest) -> dict[str, Any]:
    (pod,) = pods([deployment])
    found: dict[str, Any]
    (found,) = (one for one in pod["containers"] if one["name"] == "exporter")
    return found
