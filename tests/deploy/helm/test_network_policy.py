"""Whom the network policies let in and out."""

from __future__ import annotations

from typing import Any

import pytest

from manifests import CHART, KUSTOMIZE, Manifest, built, of_kind, pods, rendered

MONITORING = {"namespaceSelector": {"matchLabels": {"kubernetes.io/metadata.name": "monitoring"}}}
NAME_SERVERS = [{"port": 53, "protocol": "UDP"}, {"port": 53, "protocol": "TCP"}]


def _policy(manifests: list[Manifest]) -> dict[str, Any]:
    (policy,) = of_kind(manifests, "NetworkPolicy")
    spec: dict[str, Any] = policy["spec"]
    return spec


@pytest.mark.parametrize("source", ["helm", "kustomize"])
def test_prometheus_reaches_the_exporter_and_nobody_else_does(source: str) -> None:
    """At the port that the container has, by its name; from one namespace."""
    if source == "helm":
        manifests = rendered(sets=('networkPolicy={"enabled": true}',))
    else:
        manifests = built(KUSTOMIZE / "overlays" / "production")
    policy = _policy(manifests)
    (pod,) = pods(of_kind(manifests, "Deployment"))
    (port,) = pod["containers"][0]["ports"]
    wanted = [{"port": port["name"], "protocol": port["protocol"]}]
    assert policy["ingress"] == [{"from": [MONITORING], "ports": wanted}]
    assert policy["policyTypes"] == ["Ingress"]
    assert "egress" not in policy


def test_others_can_be_let_in() -> None:
    """In the place of those of the chart; and with nobody there is no list, which would be all."""
    peer = '[{"podSelector": {"matchLabels": {"app": "prometheus"}}}]'
    policy = _policy(rendered(sets=(f'networkPolicy={{"enabled": true, "from": {peer}}}',)))
    (rule,) = policy["ingress"]
    assert rule["from"] == [{"podSelector": {"matchLabels": {"app": "prometheus"}}}]
    assert _policy(rendered(sets=('networkPolicy={"enabled": true, "from": []}',)))["ingress"] == []


def test_only_what_is_named_is_reached() -> None:
    """Name servers by UDP and TCP, as without them no other name is, and then the list."""
    policy = _policy(rendered(CHART / "ci" / "file-values.yaml"))
    assert policy["policyTypes"] == ["Ingress", "Egress"]
    names, *others = policy["egress"]
    assert names == {"ports": NAME_SERVERS}
    assert [[port["port"] for port in other["ports"]] for other in others] == [[5432, 6379], [443]]


def test_nothing_is_reached_without_a_list() -> None:
    """But name servers."""
    sets = ('networkPolicy={"enabled": true, "restrictEgress": true}',)
    assert _policy(rendered(sets=sets))["egress"] == [{"ports": NAME_SERVERS}]
