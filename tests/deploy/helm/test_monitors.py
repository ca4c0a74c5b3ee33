"""What the Prometheus operator is given finds the exporter, under the names that rules know."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from manifests import (
    CHART,
    KUSTOMIZE,
    Manifest,
    UnrenderableError,
    built,
    chart_values,
    of_kind,
    rendered,
)

ROOT = Path(__file__).parents[3]
OPERATORS_LABELS = {"namespace", "service", "pod", "container", "endpoint", "job", "instance"}
"""What the operator puts on each target; what a metric has of it would be renamed."""

OVERLAYS = [KUSTOMIZE / "overlays" / "production", KUSTOMIZE / "overlays" / "sidecar"]


def _own_labels() -> set[str]:
    """The labels that metrics have, from the files that hold all of them."""
    golden = (ROOT / "tests" / "end_to_end" / "golden").glob("*.txt")
    return {
        label
        for path in golden
        for label in re.findall(r"[{,]([a-z_]+)=\"", path.read_text(encoding="utf-8"))
    }


def _monitors() -> list[tuple[str, dict[str, Any]]]:
    """Every place where pods are scraped."""
    sources = {path.stem: rendered(path) for path in chart_values()}
    sources |= {path.name: built(path) for path in OVERLAYS}
    return [
        (name, endpoint)
        for name, manifests in sources.items()
        for monitor in of_kind(manifests, "ServiceMonitor", "PodMonitor")
        for kind in ("endpoints", "podMetricsEndpoints")
        for endpoint in monitor["spec"].get(kind, [])
    ]


def test_no_label_of_the_operator_renames_one_of_ours() -> None:
    """Metrics of declared endpoints have a label of the name that the operator gives to ports."""
    clashing = _own_labels() & OPERATORS_LABELS
    assert clashing == {"endpoint"}
    for name, endpoint in _monitors():
        dropped = [
            rule["regex"] for rule in endpoint["relabelings"] if rule["action"] == "labeldrop"
        ]
        assert dropped == ["endpoint"], name


def test_each_scrape_has_a_job_and_an_instance_of_its_own() -> None:
    """The namespace is in the job and the pod is the instance: rules compare by these two."""
    assert len(_monitors()) >= 5
    for name, endpoint in _monitors():
        targets = {rule.get("targetLabel") for rule in endpoint["relabelings"]}
        assert {"job", "instance"} <= targets, name


def test_a_probe_takes_the_place_of_the_metrics() -> None:
    """Else every alert fires twice: beside it /metrics is asked for the exporter's own figures."""
    manifests = rendered(CHART / "ci" / "tls-probe-values.yaml")
    (monitor,) = of_kind(manifests, "PodMonitor")
    (endpoint,) = monitor["spec"]["podMetricsEndpoints"]
    assert endpoint["params"] == {"collect[]": ["system"]}
    (kept,) = endpoint["metricRelabelings"]
    assert kept["action"] == "keep"
    assert re.fullmatch(kept["regex"], "django_health_exporter_build_info")
    assert not re.fullmatch(kept["regex"], "django_health_check_status")


PROBED = 'probe={"enabled": true, "targets": ["database/default"]%s}'
MONITORED = "serviceMonitor.enabled=true"

OFF = {
    "the file": 'config={"collectors": {"system": false}}',
    "a flag": 'args=["--log.format=json", "--no-collector.system"]',
    "a variable": 'env=[{"name": "DJANGO_HEALTH_EXPORTER_COLLECTOR_SYSTEM", "value": "false"}]',
}
"""Each way to switch the host off, which the chart can see."""


@pytest.mark.parametrize("way", OFF)
def test_what_is_switched_off_is_not_asked_for(way: str) -> None:
    """The exporter would answer 400, and be down for good; with another component it is not."""
    with pytest.raises(UnrenderableError, match=r"probe\.own: system is switched off"):
        rendered(sets=(PROBED % "", MONITORED, OFF[way]))
    asked = {
        own: _params(rendered(sets=(PROBED % f', "own": {own}', MONITORED, OFF[way])))
        for own in ('["tcp", "dns"]', "[]")
    }
    assert asked == {'["tcp", "dns"]': {"collect[]": ["tcp", "dns"]}, "[]": None}
    assert rendered(sets=(PROBED % "", OFF[way])), "nothing asks for the metrics"


def test_what_is_switched_on_is_asked_for() -> None:
    """A switch of another component, or to on, is no mistake."""
    others = (
        'config={"collectors": {"system": true, "celery": false}}',
        'args=["--no-collector.dns"]',
    )
    assert _params(rendered(sets=(PROBED % "", MONITORED, *others))) == {"collect[]": ["system"]}


def _params(manifests: list[Manifest]) -> Any:
    (monitor,) = of_kind(manifests, "ServiceMonitor")
    return monitor["spec"]["endpoints"][0].get("params")


def test_what_is_protected_is_asked_with_a_password_over_tls() -> None:
    """All that asks has the same: the prefix, the scheme, the user and the authority."""
    manifests = rendered(CHART / "ci" / "tls-probe-values.yaml")
    (monitor,) = of_kind(manifests, "PodMonitor")
    (probe,) = of_kind(manifests, "Probe")
    (endpoint,) = monitor["spec"]["podMetricsEndpoints"]
    for asking in (endpoint, probe["spec"]):
        assert asking["basicAuth"]["password"] == {"name": "shop-exporter-login", "key": "password"}
        assert asking["tlsConfig"]["serverName"] == "shop-exporter"
    assert (endpoint["scheme"], endpoint["path"]) == ("https", "/health-exporter/metrics")
    prober = probe["spec"]["prober"]
    assert (prober["scheme"], prober["path"]) == ("https", "/health-exporter/probe")
    assert prober["url"] == "shop-django-health-exporter.web.svc:10170"


@pytest.mark.parametrize("values", ["file", "sidecar"])
def test_the_label_by_which_prometheus_selects_is_on_all(values: str) -> None:
    """Of kube-prometheus-stack it is the name of its release."""
    manifests = rendered(
        CHART / "ci" / f"{values}-values.yaml", sets=('monitoring.labels={"release": "stack"}',)
    )
    ours: list[Manifest] = [one for one in manifests if one["apiVersion"].startswith("monitoring.")]
    assert {one["kind"] for one in ours} >= {"PrometheusRule"}
    assert {one["metadata"]["labels"]["release"] for one in ours} == {"stack"}
