"""What the monitors make of a target, on real servers of Prometheus, without an operator."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from alert_channels import eventually
from live_exporter import Exporter
from live_servers import free_port
from manifests import CHART, KUSTOMIZE, built, of_kind, rendered
from promtools import promtools
from shipped_prometheus import ConfiguredPrometheus

CONFIGURATION = """\
tcp:
  payments: {{host: 127.0.0.1, port: {port}}}
"""

META = {
    "__meta_kubernetes_namespace": "live",
    "__meta_kubernetes_pod_container_port_number": "10170",
    "__meta_kubernetes_pod_label_app_kubernetes_io_name": "shop",
}
"""What Kubernetes tells of the pod."""

OPERATORS = {"namespace": "live", "container": "exporter", "endpoint": "health"}
"""The labels that the operator gives to a target before the relabelling of the monitor."""


def _monitors() -> dict[str, tuple[Path, str]]:
    """Where each kind of monitor comes from, and the job that it makes."""
    return {
        "file": (CHART / "ci" / "file-values.yaml", "web/shop-django-health-exporter"),
        "sidecar": (CHART / "ci" / "sidecar-values.yaml", "live/shop"),
        "kustomize": (KUSTOMIZE / "overlays" / "sidecar", "live/shop"),
    }


def _endpoint(source: Path) -> dict[str, Any]:
    manifests = built(source) if source.is_dir() else rendered(source)
    (monitor,) = of_kind(manifests, "ServiceMonitor", "PodMonitor")
    spec = monitor["spec"]
    (endpoint,) = spec.get("endpoints") or spec["podMetricsEndpoints"]
    found: dict[str, Any] = endpoint
    return found


def _for_prometheus(rule: dict[str, Any]) -> dict[str, Any]:
    """A rule of the operator in the words of Prometheus."""
    words = {"sourceLabels": "source_labels", "targetLabel": "target_label"}
    return {words.get(key, key): value for key, value in rule.items()}


def _job(name: str, source: Path, address: str) -> dict[str, Any]:
    endpoint = _endpoint(source)
    labels = {**META, "__meta_kubernetes_pod_name": f"{name}-pod", **OPERATORS}
    return {
        "job_name": name,
        "metrics_path": endpoint["path"],
        "scrape_interval": "1s",
        "scrape_timeout": "1s",
        "static_configs": [{"targets": [address], "labels": labels}],
        "relabel_configs": [_for_prometheus(rule) for rule in endpoint["relabelings"]],
    }


@pytest.fixture(scope="module")
def exporter(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Exporter]:
    """A daemon with a declared endpoint."""
    folder = tmp_path_factory.mktemp("exporter")
    text = CONFIGURATION.format(port=free_port())
    (folder / "config.yaml").write_text(text, encoding="utf-8")
    with Exporter(folder, ["--config.file=config.yaml"]) as running:
        yield running


@pytest.fixture(
    scope="module",
    params=dict.fromkeys(promtools()[:1] + promtools()[-1:]),
    ids=str,
)
def prometheus(
    request: pytest.FixtureRequest, exporter: Exporter
) -> Iterator[ConfiguredPrometheus]:
    """The oldest and the newest that is there, with a job for each monitor."""
    jobs = [_job(name, source, exporter.address) for name, (source, _) in _monitors().items()]
    program = str(request.param.path.with_name("prometheus"))
    with ConfiguredPrometheus({"scrape_configs": jobs}, program=program) as server:
        eventually(lambda: len(server.targets_by_job()) == len(jobs))
        yield server


@pytest.mark.parametrize("name", _monitors())
def test_a_target_has_the_names_that_rules_know(
    prometheus: ConfiguredPrometheus, name: str
) -> None:
    """The job has the namespace, the instance is the pod, whatever its address."""
    job = _monitors()[name][1]
    (target,) = prometheus.targets_by_job()[name]
    assert (target["job"], target["instance"]) == (job, f"{name}-pod:10170")
    assert "endpoint" not in target


@pytest.mark.parametrize("job", sorted({job for _, job in _monitors().values()}))
def test_metrics_of_declared_endpoints_keep_their_label(
    prometheus: ConfiguredPrometheus, job: str
) -> None:
    """The rules find them by it, although the operator has a label of that name."""
    samples = prometheus.wait_for(f'django_health_tcp_up{{job="{job}"}}', bool)
    assert {sample["metric"]["endpoint"] for sample in samples} == {"payments"}
    assert not any("exported_endpoint" in sample["metric"] for sample in samples)
