"""The examples whose targets come from files and from Kubernetes, on a real Prometheus."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
import yaml

from alert_channels import eventually
from shipped_prometheus import FOLDER, ConfiguredPrometheus, hasty_jobs

TARGETS = "targets/django.yaml"
MANY = [f"app-{number}.shop.example:10170" for number in range(20)]
PODS = {
    "10.1.0.7": {"pod_name": "shop-a", "pod_label_app_kubernetes_io_name": "shop"},
    "10.2.0.7": {
        "pod_name": "shop-a",
        "pod_label_app_kubernetes_io_name": "shop",
        "namespace": "next",
    },
    "fd00::7": {"pod_name": "shop-b", "pod_annotation_prometheus_io_path": "/own"},
    "10.1.0.8": {"pod_name": "over", "pod_phase": "Succeeded"},
    "10.1.0.9": {"pod_name": "web", "pod_annotation_prometheus_io_port": "80"},
}
"""What Kubernetes tells of pods, by their addresses."""

ASKED = {
    "namespace": "live",
    "pod_phase": "Running",
    "pod_annotation_prometheus_io_scrape": "true",
    "pod_annotation_prometheus_io_port": "10170",
}


def _share(number: str) -> dict[str, Any]:
    """Return the job of one of the shares."""
    changed = {'regex: "0"': f'regex: "{number}"', "targets/*": "many/*"}
    (job,) = hasty_jobs("sharding", **changed)
    return job | {"job_name": f"share-{number}"}


def _pods() -> dict[str, Any]:
    """Return the job for Kubernetes, with pods of two containers each instead of Kubernetes."""
    (job,) = hasty_jobs("kubernetes-sd")
    assert job.pop("kubernetes_sd_configs") == [{"role": "pod"}]
    job["static_configs"] = [
        {
            "targets": [f"{container}-of-{number}:1"],
            "labels": {
                f"__meta_kubernetes_{name}": value
                for name, value in (ASKED | {"pod_ip": address} | pod).items()
            },
        }
        for number, (address, pod) in enumerate(PODS.items())
        for container in ("application", "exporter")
    ]
    return job


@pytest.fixture(scope="module")
def prometheus(program: str) -> Iterator[ConfiguredPrometheus]:
    """A Prometheus with all of them."""
    jobs = [*hasty_jobs("file-sd"), _share("0"), _share("1"), _pods()]
    files = {
        TARGETS: (FOLDER / TARGETS).read_text(encoding="utf-8"),
        "many/django.yaml": yaml.safe_dump([{"targets": MANY}]),
    }
    with ConfiguredPrometheus({"scrape_configs": jobs}, files, program) as server:
        eventually(lambda: len(server.targets_by_job()) == len(jobs))
        yield server


def _of(prometheus: ConfiguredPrometheus, job: str) -> list[dict[str, str]]:
    return prometheus.targets_by_job().get(job, [])


def test_shares(prometheus: ConfiguredPrometheus) -> None:
    """Two of them have all targets between them, and no target twice."""
    shares = [[t["instance"] for t in _of(prometheus, f"share-{number}")] for number in "01"]
    assert sorted(shares[0] + shares[1]) == sorted(MANY)
    assert all(len(share) > 4 for share in shares)


def test_pods(prometheus: ConfiguredPrometheus) -> None:
    """Pods are relabelled as the example says, and differ in job or instance.

    Kubernetes itself is not asked here.
    """
    found = _of(prometheus, "django-kubernetes")
    assert sorted((t["job"], t["instance"], t["namespace"], t["scrapeUrl"]) for t in found) == [
        ("live/django-kubernetes", "shop-b:10170", "live", "http://[fd00::7]:10170/own"),
        ("live/shop", "shop-a:10170", "live", "http://10.1.0.7:10170/metrics"),
        ("next/shop", "shop-a:10170", "next", "http://10.2.0.7:10170/metrics"),
    ]


def test_files(prometheus: ConfiguredPrometheus) -> None:
    """Targets come with the labels of their group, and a change is seen without a reload."""
    found = _of(prometheus, "django")
    assert {target["instance"]: target["environment"] for target in found} == {
        "app-1.shop.example:10170": "production",
        "app-2.shop.example:10170": "production",
        "app-1.staging.shop.example:10170": "staging",
    }
    other = "app-3.shop.example:10170"
    prometheus.write(TARGETS, yaml.safe_dump([{"targets": [other]}]))
    eventually(lambda: [target["instance"] for target in _of(prometheus, "django")] == [other])
