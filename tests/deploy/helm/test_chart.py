"""The chart renders for every set of values to what a cluster takes, and no more than it needs."""

from __future__ import annotations

import base64
import gzip
import json
import tarfile
from pathlib import Path

import pytest
import yaml

from django_health.version import __version__
from manifests import (
    CHART,
    Manifest,
    chart_values,
    faults,
    named,
    of_kind,
    pods,
    rendered,
    weaknesses,
)
from manifests.rendering import lint, packaged

RELEASE_LIMIT = 1024 * 1024
"""Bytes that a Secret may have, in which Helm keeps a release."""

every_values = pytest.mark.parametrize(
    "values", chart_values(), ids=lambda path: str(path.stem.removesuffix("-values"))
)


@every_values
def test_helm_finds_no_mistake(values: Path) -> None:
    """Warnings are mistakes too."""
    assert "0 chart(s) failed" in lint(values)


@every_values
def test_a_cluster_takes_it(values: Path) -> None:
    """No field is unknown and no value of the wrong kind, in old Kubernetes and in new."""
    found = {named(one): faults(one) for one in rendered(values)}
    assert {name: wrong for name, wrong in found.items() if wrong} == {}


@every_values
def test_no_pod_may_do_more_than_it_needs(values: Path) -> None:
    """Kubernetes' standard "restricted" allows all of them, and there is nothing to steal."""
    assert [weaknesses(pod) for pod in pods(rendered(values)) if weaknesses(pod)] == []


@every_values
def test_everything_is_in_the_namespace_under_a_name_of_its_own(values: Path) -> None:
    """Nothing lands elsewhere, and nothing takes the place of something else."""
    manifests = rendered(values)
    assert {one["metadata"]["namespace"] for one in manifests} == {"web"}
    names = [named(one) for one in manifests]
    assert len(names) == len(set(names))
    assert max(map(_excess, manifests)) <= 0


def test_a_long_name_is_cut_and_not_refused() -> None:
    """Names of services have 63 letters; what comes after the name has room."""
    manifests = rendered(CHART / "ci" / "file-values.yaml", release="r" * 53)
    assert max(map(_excess, manifests)) <= 0
    assert len({named(one) for one in manifests}) == len(manifests)


def test_releases_of_long_names_take_nothing_from_each_other() -> None:
    """Also where they differ in the last letter that Helm allows."""
    releases = [
        {named(one) for one in rendered(CHART / "ci" / "file-values.yaml", release="r" * 52 + end)}
        for end in "ab"
    ]
    assert releases[0].isdisjoint(releases[1])


def _excess(manifest: Manifest) -> int:
    """Letters of a name beyond what Kubernetes takes: labels of DNS, or whole names of it."""
    whole = {"PrometheusRule", "ConfigMap"}
    return len(manifest["metadata"]["name"]) - (253 if manifest["kind"] in whole else 63)


def test_the_versions_are_those_of_the_exporter() -> None:
    """Rules, dashboards and metrics belong together."""
    chart = yaml.safe_load((CHART / "Chart.yaml").read_text(encoding="utf-8"))
    assert chart["version"] == chart["appVersion"] == __version__


def test_a_release_fits_where_helm_keeps_it() -> None:
    """With all rules and dashboards: Helm packs chart and manifests into one Secret."""
    manifests = rendered(CHART / "ci" / "file-values.yaml")
    files = {
        str(path.relative_to(CHART)): base64.b64encode(path.read_bytes()).decode()
        for path in CHART.rglob("*")
        if path.is_file() and "ci" not in path.parts
    }
    release = json.dumps({"chart": files, "manifest": yaml.safe_dump_all(manifests)})
    assert len(base64.b64encode(gzip.compress(release.encode()))) < RELEASE_LIMIT / 2


def test_the_archive_has_rules_and_dashboards(tmp_path: Path) -> None:
    """What is published is complete, and holds none of the values of these tests."""
    with tarfile.open(packaged(tmp_path)) as archive:
        names = {name.partition("/")[2] for name in archive.getnames()}
    copied = {str(path.relative_to(CHART)) for path in (CHART / "files").rglob("*.*")}
    assert copied
    assert copied <= names
    assert not any(name.startswith("ci/") for name in names)


@every_values
def test_notes_and_templates_leave_nothing_open(values: Path) -> None:
    """No value that is missing is written as the word for it."""
    assert not [one for one in rendered(values) if "<no value>" in json.dumps(one)]


def test_the_service_leads_to_the_pods() -> None:
    """Its selector, the budget's and the policy's are labels of the pods; its port is theirs."""
    manifests = rendered(CHART / "ci" / "file-values.yaml")
    (deployment,) = of_kind(manifests, "Deployment")
    template = deployment["spec"]["template"]
    (service,) = of_kind(manifests, "Service")
    (budget,) = of_kind(manifests, "PodDisruptionBudget")
    (policy,) = of_kind(manifests, "NetworkPolicy")
    (monitor,) = of_kind(manifests, "ServiceMonitor")
    selectors = [
        service["spec"]["selector"],
        *(one["spec"]["selector"]["matchLabels"] for one in (deployment, budget)),
        policy["spec"]["podSelector"]["matchLabels"],
    ]
    assert all(selector.items() <= template["metadata"]["labels"].items() for selector in selectors)
    wanted = monitor["spec"]["selector"]["matchLabels"]
    assert wanted.items() <= service["metadata"]["labels"].items()
    ports = {port["name"] for port in template["spec"]["containers"][0]["ports"]}
    (door,) = service["spec"]["ports"]
    assert {door["name"], door["targetPort"], monitor["spec"]["endpoints"][0]["port"]} == ports
